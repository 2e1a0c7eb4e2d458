//! A word on the screen: whether it can be read, also when it stays for a moment only.

use beseda_tests::browser::Browser;
use serde_json::Value;

/// Whether a word can be read now: as text or as the name of a sign, inside the window
/// and wholly there.
pub(crate) async fn can_be_read(browser: &Browser, word: &str) -> bool {
    browser.js(CAN_BE_READ, &[word.into()]).await
}

/// Waits until a word can be read.
pub(crate) async fn is_read(browser: &Browser, word: &str) {
    browser
        .wait(&format!("{word:?} on the screen"), || async {
            can_be_read(browser, word).await.then_some(())
        })
        .await;
}

/// Looks for a word that the line says, from now on.
pub(crate) async fn watch(browser: &Browser, word: &str) {
    browser.js::<Value>(WATCH, &[word.into()]).await;
}

/// Waits until it has been said.
pub(crate) async fn watched(browser: &Browser) {
    let said = "return await globalThis[Symbol.for('said')];";
    browser.js::<bool>(said, &[]).await;
}

const CAN_BE_READ: &str = "
    const roots = [document];
    for (const element of document.querySelectorAll('*'))
        if (element.shadowRoot) roots.push(element.shadowRoot);
    const says = one => one.ariaLabel?.includes(args[0]) || [...one.childNodes].some(node =>
        node.nodeType === Node.TEXT_NODE && node.data.includes(args[0]));
    const isWhole = one => {
        for (let outer = one; outer; outer = outer.parentElement)
            if (getComputedStyle(outer).opacity !== '1') return false;
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.left >= 0 && box.right <= innerWidth
            && box.top >= 0 && box.bottom <= innerHeight;
    };
    return roots.some(root => [...root.querySelectorAll('*')].some(one =>
        says(one) && one.checkVisibility({visibilityProperty: true}) && isWhole(one)));
";

const WATCH: &str = "
    const roots = [document];
    for (const element of document.querySelectorAll('*'))
        if (element.shadowRoot) roots.push(element.shadowRoot);
    globalThis[Symbol.for('said')] = new Promise(done => {
        const look = () => roots.some(root =>
            [...root.querySelectorAll('[role=status]')].some(one =>
                one.textContent.includes(args[0]))) && done(true);
        for (const root of roots)
            new MutationObserver(look).observe(root,
                {subtree: true, childList: true, characterData: true});
        look();
    });
    return null;
";
