// What the shop sells. Texts in both of its languages.

export const PRODUCTS = [
  {
    id: "sencha", kind: "tea", picture: "tin", tone: "sage", price: 14.5,
    name: { en: "Uji Sencha, first flush", ru: "Сенча Удзи, первый сбор" },
    origin: { en: "Kyoto, Japan · 80 g", ru: "Киото, Япония · 80 г" },
    about: {
      en: "Deep-steamed leaves from the first week of May. Sweet pea, sea air, and a green that stays in the cup.",
      ru: "Лист первой недели мая, долгое пропаривание. Сладкий горошек, морской воздух и зелень, которая остаётся в чашке.",
    },
    facts: { en: { Picked: "3–9 May", Cultivar: "Yabukita", Brew: "70 °C, 60 s" }, ru: { Сбор: "3–9 мая", Сорт: "Ябукита", Заваривать: "70 °C, 60 с" } },
  },
  {
    id: "ruby-oolong", kind: "tea", picture: "ruby-tin", tone: "rose", price: 18,
    name: { en: "Ruby Oolong No. 18", ru: "Рубиновый улун № 18" },
    origin: { en: "Nantou, Taiwan · 75 g", ru: "Наньтоу, Тайвань · 75 г" },
    about: {
      en: "Half black tea, half oolong, and entirely itself: wild mint, cinnamon, cooked plum.",
      ru: "Наполовину красный чай, наполовину улун: дикая мята, корица, печёная слива.",
    },
    facts: { en: { Picked: "July", Cultivar: "TTES 18", Brew: "92 °C, 40 s" }, ru: { Сбор: "июль", Сорт: "TTES 18", Заваривать: "92 °C, 40 с" } },
  },
  {
    id: "gaiwan", kind: "teaware", picture: "gaiwan", tone: "sky", price: 32,
    name: { en: "Porcelain gaiwan, 120 ml", ru: "Фарфоровая гайвань, 120 мл" },
    origin: { en: "Jingdezhen, China", ru: "Цзиндэчжэнь, Китай" },
    about: {
      en: "Thin enough to pour without burning a thumb, sturdy enough for every day. Each leaf is painted by hand.",
      ru: "Тонкая, чтобы не обжечь пальцы, и крепкая, чтобы служить каждый день. Лист нарисован вручную.",
    },
    facts: { en: { Volume: "120 ml", Care: "No dishwasher" }, ru: { Объём: "120 мл", Уход: "без посудомойки" } },
  },
  {
    id: "teapot", kind: "teaware", picture: "teapot", tone: "sand", price: 68,
    name: { en: "Clay teapot, 300 ml", ru: "Глиняный чайник, 300 мл" },
    origin: { en: "Tokoname, Japan", ru: "Токонамэ, Япония" },
    about: {
      en: "Unglazed red clay that rounds off a sharp tea. The filter is ninety holes, drilled one by one.",
      ru: "Неглазурованная красная глина смягчает терпкий чай. Ситечко: девяносто отверстий, каждое просверлено вручную.",
    },
    facts: { en: { Volume: "300 ml", Care: "Rinse, no soap" }, ru: { Объём: "300 мл", Уход: "ополаскивать без мыла" } },
  },
  {
    id: "whisk", kind: "teaware", picture: "whisk", tone: "sage", price: 24,
    name: { en: "Matcha whisk, 80 prongs", ru: "Венчик для матча, 80 зубцов" },
    origin: { en: "Takayama, Japan", ru: "Такаяма, Япония" },
    about: {
      en: "Split from one piece of bamboo. Soak it for a minute before the first bowl and it will last a year.",
      ru: "Из цельного бамбука. Замочите на минуту перед первой чашкой, и он прослужит год.",
    },
    facts: { en: { Material: "White bamboo" }, ru: { Материал: "белый бамбук" } },
  },
  {
    id: "kettle", kind: "teaware", picture: "kettle", tone: "sky", price: 89,
    name: { en: "Cast-iron kettle, 1 l", ru: "Чугунный чайник, 1 л" },
    origin: { en: "Morioka, Japan", ru: "Мориока, Япония" },
    about: {
      en: "For gas, induction and a camp fire. It will be handed down.",
      ru: "Для газа, индукции и костра. Его передают по наследству.",
    },
    facts: { en: { Weight: "1.9 kg", Care: "Dry it while warm" }, ru: { Вес: "1,9 кг", Уход: "вытирать тёплым" } },
  },
  {
    id: "cup", kind: "teaware", picture: "cup", tone: "sand", price: 16,
    name: { en: "Everyday cup", ru: "Чашка на каждый день" },
    origin: { en: "Caldas da Rainha, Portugal", ru: "Калдаш-да-Раинья, Португалия" },
    about: {
      en: "Stoneware with a glaze like shallow water. 220 ml, fits under any teapot of ours.",
      ru: "Каменная керамика с глазурью цвета мелководья. 220 мл, подходит к любому нашему чайнику.",
    },
    facts: { en: { Volume: "220 ml", Care: "Dishwasher is fine" }, ru: { Объём: "220 мл", Уход: "можно в посудомойку" } },
  },
  {
    id: "sampler", kind: "gift", picture: "sampler", tone: "rose", price: 21,
    name: { en: "Three to begin with", ru: "Три для начала" },
    origin: { en: "Green, oolong, black · 3 × 20 g", ru: "Зелёный, улун, красный · 3 × 20 г" },
    about: {
      en: "Three tins, a card with times and temperatures, and no wrong answer.",
      ru: "Три банки, карточка с временем и температурой, и никаких неправильных ответов.",
    },
    facts: { en: { Cups: "About 24", Gift: "Ribbon and a note, free" }, ru: { Чашек: "около 24", Подарок: "лента и открытка бесплатно" } },
  },
  {
    id: "honey", kind: "gift", picture: "honey", tone: "sand", price: 11,
    name: { en: "Linden honey", ru: "Липовый мёд" },
    origin: { en: "Bragança, Portugal · 250 g", ru: "Браганса, Португалия · 250 г" },
    about: {
      en: "From forty hives at the end of a valley. Sets in winter, as honey should.",
      ru: "Сорок ульев в конце долины. Зимой густеет, как и положено мёду.",
    },
    facts: { en: { Harvest: "July" }, ru: { Сбор: "июль" } },
  },
];

export const find = (id) => PRODUCTS.find((product) => product.id === id);
