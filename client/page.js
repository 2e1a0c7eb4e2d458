// The page's document, whatever the page has named: `<iframe name=body>` or
// `<img name=title>` covers what the document has of that name, and the prototype is
// out of its reach.
export const page = new Proxy(Document.prototype, {
  get(own, name) {
    const found = Reflect.get(own, name, document);
    return found?.bind ? found.bind(document) : found;
  },
});
