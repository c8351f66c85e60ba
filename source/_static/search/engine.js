// The search: it plans a query, loads the parts of the index that the query needs, and ranks.  It knows no page; the
// dialog and the results are in view.js.  The other half, which makes the index, is kratom_guide/search/.
// Nothing is sent anywhere: all that is loaded are script files beside this one.
(() => {
  "use strict";

  const LONGEST = 300;  // characters of a query that count
  const MOST_WORDS = 32;
  const BASE = 44;
  const SIGNS = Array.from({ length: 92 }, (_, i) => String.fromCharCode(35 + i)).filter((c) => c !== "\\" && c !== "<").join("");
  const VALUE = new Map([...SIGNS.slice(0, 2 * BASE)].map((sign, i) => [sign, i]));

  // How much a unit of each kind says to a reader who asks in plain words.
  const KIND = { s: 0.75, p: 0.48, m: 0.58, d: 0.48, c: 0.78, f: 0.68, t: 1.4, w: 0.05, e: 1.08 };
  const COVERAGE = 1.08;  // how strongly a unit that answers only part of the query falls behind
  const RARE = 0.85;  // how much more a rare word says than a common one
  const PAGE = 0.165;  // how much counts what a page says of each concept, wherever on it
  const SYNONYM = 0.88;
  const PREFIX = 0.7;
  const GENERIC = 1.2;
  const BOOST = { intent: 4.2, place: 14, placeWithOthers: 5.2, row: 15.5, rowWithOthers: 5.2, otherRow: 0.55, detail: 0.55, crisis: 30, crisisAlso: 5.6, term: 5.4, related: 3.5 };
  const EVEN = 7.5;  // the weight of the rarest word in the book for which the numbers above were chosen
  const FLOOR = 0.05;  // a page whose text says less than this share of the best is not shown
  const COMPARING = new Set(["like", "as", "than", "versus", "vs"]);
  const ASKING = new Set(["can", "does", "do", "is", "are", "has", "could", "will", "how", "why", "what", "which", "did"]);
  const PEOPLE = new Set(["i", "im", "my", "me", "he", "hes", "she", "shes", "him", "her", "his", "they", "we", "someone", "somebody", "person"]);
  const MOST_COMPLETIONS = 8;
  const NEAR = 3;  // words that may stand between the words of a run of an emergency
  const MOST_INTENT = 6.5;  // what all intents together may lift a unit by

  const script = document.currentScript;
  const home = script ? script.src.replace(/[^/]*$/, "") : "";

  // --- files ------------------------------------------------------------------------------------------------------
  let core = null;
  let names = null;    // what the planner knows: medicines, places, synonyms, intents, emergencies
  let spell = null;    // words as they are written, and how common each is
  const words = new Map();   // number of a file of words: stem -> line of postings
  const texts = new Map();   // number of a file of texts: its units
  const loading = new Map();
  const listeners = new Set();

  function fetchScript(name) {
    const tag = document.createElement("script");
    tag.src = `${home}${name}.js${core && name !== "core" ? `?v=${core.version}` : ""}`;
    tag.addEventListener("error", () => { loading.get(name)?.fail(new Error(`${name} could not be loaded`)); loading.delete(name); });
    document.head.append(tag);
  }

  // Whether the page itself has asked for a file already, as box.js does for the first ones.
  const asked = (name) => typeof document.querySelector === "function" && Boolean(document.querySelector(`script[src="${home}${name}.js"]`));

  function load(name) {
    if (!loading.has(name) && ({ core, names: names?.there, spell }[name])) return Promise.resolve();
    if (!loading.has(name)) {
      let done, fail;
      const promise = new Promise((yes, no) => { done = yes; fail = no; });
      promise.catch(() => {});
      loading.set(name, { promise, done, fail });
      if (!asked(name)) api.fetchScript(name);
    }
    return loading.get(name).promise;
  }

  function put(name, data, version) {
    if (name !== "core" && core && version !== core.version) {
      // The guide was published anew while this page was open: parts of two editions do not fit together.
      loading.get(name)?.fail(new Error("another edition"));
      return;
    }
    if (name === "core") {
      core = unpack(data, version);
      names ??= unpackNames(NOTHING);
    }
    else if (name === "names") names = unpackNames(data);
    else if (name === "spell") spell = unpackSpelling(data);
    else if (name[0] === "l") addLetter(name[1], data);
    else if (name[0] === "w") words.set(Number(name.slice(1)), unpackWords(data));
    else texts.set(Number(name.slice(1)), data);
    loading.get(name)?.done();
    for (const listener of listeners) listener(name);
  }

  // --- decoding ---------------------------------------------------------------------------------------------------
  function numbers(code) {
    const found = [];
    let value = 0;
    let factor = 1;
    for (const sign of code) {
      const digit = VALUE.get(sign);
      value += (digit % BASE) * factor;
      if (digit < BASE) { found.push(value); value = 0; factor = 1; } else factor *= BASE;
    }
    return found;
  }

  function unfront(text) {
    let before = "";
    return text ? text.split("\n").map((line) => (before = before.slice(0, VALUE.get(line[0])) + line.slice(1))) : [];
  }

  function unpack(data, version) {
    const unit = { page: [], anchor: [], kind: [], title: [] };
    const pages = data.pages.map(([address, title, part, lines]) => ({ address, title, part, first: unit.page.length, lines }));
    pages.forEach((page, number) => {
      for (const line of page.lines.split("\n")) {
        const kind = line[0];
        const late = "cfw".includes(kind);
        const [anchor, title] = late ? ["", ""] : line.slice(1).split("\t");
        for (let i = late ? Number(line.slice(1)) : 1; i > 0; i -= 1) {
          unit.page.push(number);
          unit.anchor.push(anchor);
          unit.kind.push(kind);
          unit.title.push(late ? "" : title ?? page.title);
        }
      }
      delete page.lines;
    });
    const textAt = new Uint16Array(data.units);
    const textFirst = [0];
    let next = 0;
    numbers(data.texts).forEach((count, file) => {
      textAt.fill(file, next, next + count);
      next += count;
      textFirst.push(next);
    });
    return {
      version, unit, pages, textAt, textFirst, size: data.units, levels: data.levels, firstWords: data.words, letters: data.letters,
      stop: new Set(data.stop.split(" ")), stems: { __proto__: null, ...data.stems }, titles: null,
    };
  }

  function unpackSpelling([words, common, english]) {
    const sorted = unfront(words);
    return { sorted, english: new Set(unfront(english)), common: new Map(sorted.map((word, i) => [word, VALUE.get(common[i])])) };
  }

  const NOTHING = { medicines: [], places: [], meanings: [], intents: [], crisis: [], calm: [], related: {}, mixing: [], plant: [] };
  function unpackNames(data) {
    const cut = (texts) => texts.map((text) => text.split(" "));
    return {
      there: data !== NOTHING,
      medicines: data.medicines.map(([name, rows]) => ({ name, rows })),
      unlisted: new Set((data.unlisted ?? "").split(" ")),
      places: data.places.map(([at]) => at),
      codes: new Map(data.places.filter(([, code]) => code).map(([at, code]) => [code.toLowerCase(), at])),
      meanings: data.meanings.map(cut),
      intents: data.intents.map(([some, at, weight]) => [cut(some), at, weight]),
      crisis: data.crisis.map(([some, [at], also]) => [cut(some).map((run) => run.map((choice) => new Set(choice.split("|")))), at, also]),
      calm: new Set(data.calm), related: data.related, mixing: new Set(data.mixing), plant: new Set(data.plant),
    };
  }

  // Names by their first letter: what they mean as numbers.
  const known = { medicine: new Map(), place: new Map(), synonym: new Map(), intent: new Map(), sorted: new Map(), letters: new Set() };
  function addLetter(letter, kinds) {
    ["medicine", "place", "synonym", "intent"].forEach((kind, place) => {
      const [list, coded] = kinds[place];
      const of = numbers(coded);
      const found = unfront(list);
      found.forEach((name, i) => { known[kind].set(name, [...(known[kind].get(name) ?? []), of[i]]); });
      if (kind === "medicine") known.sorted.set(letter, [...new Set(found)]);
    });
    known.letters.add(letter);
  }

  const letterOf = (name) => (name[0] >= "a" && name[0] <= "z" ? name[0] : "_");
  // Whether the names with this first letter are there; else their file is asked for.
  function hasLetter(name, missing) {
    const letter = letterOf(name);
    if (known.letters.has(letter) || !core.letters.includes(letter)) return true;
    missing?.add(`l${letter}`);
    return false;
  }

  const unpackWords = ([stems, lines]) => {
    const postings = lines.split("\n");
    return new Map(unfront(stems).map((stem, i) => [stem, postings[i]]));
  };

  // --- words ------------------------------------------------------------------------------------------------------
  const SEVEN_OH = /(?<![a-z0-9])(?:7|seven)[\s\-‐-―]*(?:[o0][\s-]*h(?:[\s-]*mg)?|hmg|hydroxy[\s-]*(?:mitragynine)?)(?![a-z])|(?<![a-z0-9])hydroxymitragynine(?![a-z])/g;
  const normalise = (text) => text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'’ʼ]/g, "").replace(SEVEN_OH, "7oh");
  const tokens = (text) => normalise(text).match(/[\p{L}\p{N}\u0e31-\u0e4e]+/gu) ?? [];

  const stems = new Map();
  let stemmer = null;
  function stem(word) {
    let found = stems.get(word);
    if (found === undefined) {
      stemmer ??= new EnglishStemmer();
      found = core?.stems[word] ?? stemmer.stemWord(word);
      if (stems.size > 20000) stems.clear();
      stems.set(word, found);
    }
    return found;
  }

  // Slips between two words: a letter left out, added, changed, or two neighbours swapped (optimal string alignment).
  const WIDEST = 64;
  const rows = [0, 1, 2].map(() => new Uint8Array(WIDEST));
  function slips(a, b, most) {
    if (Math.abs(a.length - b.length) > most || a.length >= WIDEST || b.length >= WIDEST) return most + 1;
    let [before, last, row] = rows;
    for (let j = 0; j <= b.length; j += 1) last[j] = j;
    for (let i = 1; i <= a.length; i += 1) {
      const letter = a.charCodeAt(i - 1);
      row[0] = i;
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        let value = last[j - 1] + (letter === b.charCodeAt(j - 1) ? 0 : 1);
        if (last[j] + 1 < value) value = last[j] + 1;
        if (row[j - 1] + 1 < value) value = row[j - 1] + 1;
        if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1) && before[j - 2] + 1 < value) value = before[j - 2] + 1;
        row[j] = value;
        if (value < least) least = value;
      }
      if (least > most) return most + 1;
      [before, last, row] = [last, row, before];
    }
    return last[b.length];
  }

  // How a word sounds, roughly: words that sound alike are one slip apart at most.
  const sound = (word) => word
    .replace(/ph/g, "f").replace(/ck|q/g, "k").replace(/c(?=[eiy])/g, "s").replace(/c/g, "k").replace(/x/g, "ks").replace(/z/g, "s")
    .replace(/gh/g, "").replace(/th/g, "t").replace(/(.)\1+/g, "$1").replace(/(?<=.)[aeiouyh]+/g, "");

  // Which letters a word holds, as bits: two words that differ in many letters need not be compared.
  const letters = (word) => {
    let bits = 0;
    for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) % 31);
    return bits;
  };
  const bitsIn = (bits) => { let count = 0; for (let rest = bits; rest; rest &= rest - 1) count += 1; return count; };

  // --- what is known ----------------------------------------------------------------------------------------------
  function fileOf(stemmed) {
    let low = 0;
    let high = core.firstWords.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (core.firstWords[middle] <= stemmed) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  // The postings of a stem: {units, impacts, idf}; null when no unit holds it; undefined while its file is not there.
  const decoded = new Map();
  // With `light`, a file that is not there is not asked for.
  function postings(stemmed, missing, light = false) {
    const known = decoded.get(stemmed);
    if (known !== undefined) return known;
    const file = fileOf(stemmed);
    if (!words.has(file)) {
      if (!light) missing.add(`w${file}`);
      return inTitles(stemmed);
    }
    const line = words.get(file).get(stemmed);
    let found = null;
    if (line !== undefined) {
      const [lists, frequency] = line.split(" ");
      const units = [];
      const impacts = [];
      lists.split("!").forEach((list, level) => {
        let unit = -1;
        for (const gap of numbers(list)) {
          unit += gap + 1;
          units.push(unit);
          impacts.push((core.levels - level - 0.5) / core.levels);
        }
      });
      found = { units, impacts, idf: idf(frequency ? numbers(frequency)[0] : units.length) };
    }
    decoded.set(stemmed, found);
    return found;
  }

  const idf = (frequency) => Math.log(1 + (core.size - frequency + 0.5) / (frequency + 0.5));

  // Until the file of a word is there, titles answer: they came first.
  function inTitles(stemmed) {
    if (!core.titles) {
      core.titles = new Map();
      core.unit.title.forEach((title, unit) => {
        for (const word of new Set(tokens(title).filter((each) => !core.stop.has(each)).map(stem))) {
          if (!core.titles.has(word)) core.titles.set(word, []);
          core.titles.get(word).push(unit);
        }
      });
    }
    const units = core.titles.get(stemmed);
    return units && { units, impacts: units.map(() => 0.8), idf: idf(units.length) };
  }

  // Completions of a beginning, the commonest first.
  function completions(beginning) {
    if (!spell || beginning.length < 2) return [];
    const list = spell.sorted;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < beginning) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let i = low; i < list.length && list[i].startsWith(beginning); i += 1) found.push(list[i]);
    return found.sort((a, b) => spell.common.get(b) - spell.common.get(a) || a.length - b.length).slice(0, MOST_COMPLETIONS);
  }

  function namesBeginning(beginning) {
    const found = new Set();
    for (const name of known.sorted.get(letterOf(beginning)) ?? []) {
      if (name.startsWith(beginning)) for (const each of known.medicine.get(name)) found.add(each);
    }
    return [...found];
  }

  // --- spelling ---------------------------------------------------------------------------------------------------
  let candidates = null;  // {word, kind, weight, bits, sound}
  function allCandidates() {
    const state = `${names.there} ${known.letters.size}`;
    if (candidates?.state === state) return candidates;
    const list = [];
    const add = (word, kind, weight) => { if (word.length > 3) list.push({ word, kind, weight, bits: letters(word), sound: undefined }); };
    for (const word of spell.sorted) add(word, "word", spell.common.get(word));
    for (const word of names.plant) if (!word.includes(" ")) add(word, "plant", 8);
    for (const name of known.place.keys()) add(name, "place", 6);
    for (const name of known.medicine.keys()) if (!spell.common.has(name)) add(name, "medicine", 3);
    list.state = state;
    candidates = list;
    corrected.clear();
    return list;
  }

  const corrected = new Map();
  // The word that was probably meant, or null.  A medicine that we know is never asked about, so never changed.
  function correct(word) {
    const list = allCandidates();
    if (corrected.has(word)) return corrected.get(word);
    // How many slips are believed: more in a long word, and one more where the two words sound alike.
    const slipsIn = word.length < 4 ? 0 : word.length < 8 ? 1 : word.length < 11 ? 2 : 3;
    const most = slipsIn + (word.length > 2 ? 1 : 0);
    const bits = letters(word);
    const heard = sound(word);
    let best = [];
    let bestCost = Infinity;
    for (const each of most ? list : []) {
      if (Math.abs(each.word.length - word.length) > most || bitsIn(each.bits ^ bits) > 2 * most) continue;
      const distance = slips(word, each.word, most);
      if (distance > most) continue;
      each.sound ??= sound(each.word);
      if (distance > slipsIn && (each.sound !== heard || each.word[0] !== word[0])) continue;
      if (word.length < 6 && (each.word[0] !== word[0] || each.kind === "place")) continue;
      const cost = distance - (each.sound === heard ? 0.6 : 0) - (each.word[0] === word[0] ? 0.5 : 0) - each.weight * 0.06;
      if (cost < bestCost - 1e-9) { best = [each]; bestCost = cost; }
      else if (cost < bestCost + 1e-9) best.push(each);
    }
    // Two medicines that are equally near: we do not choose between them.
    const medicines = new Set(best.filter((each) => each.kind === "medicine").flatMap((each) => known.medicine.get(each.word)));
    const found = best.length && !(medicines.size > 1) ? best[0].word : null;
    if (corrected.size > 500) corrected.clear();
    corrected.set(word, found);
    return found;
  }

  // A name, the same name with an s behind it ("the Brits", "oxys"), or without its last e ("quetiapin").
  const lookUp = (map, name) => map.get(name) ?? (name.length > 4 ? (name.endsWith("s") ? map.get(name.slice(0, -1)) : name.length > 6 ? map.get(`${name}e`) : undefined) : undefined);

  // --- the plan ---------------------------------------------------------------------------------------------------
  const ENGLISH_CODES = new Set(["al", "co", "de", "hi", "id", "in", "la", "ma", "me", "mi", "ne", "oh", "ok", "or", "pa", "so", "us", "ms", "mt", "as", "ct", "mo", "md", "va", "vi", "nd", "ga"]);

  function plan(query, { exact = false, typing = false } = {}) {
    const missing = new Set([names.there ? "" : "names", spell ? "" : "spell"].filter(Boolean));
    const shown = String(query).slice(0, LONGEST);
    let list = tokens(shown).slice(0, MOST_WORDS);
    const partial = /[\p{L}\p{N}]$/u.test(shown);
    const changes = [];
    if (!exact) {
      list = list.map((word, i) => {
        if (isKnown(word, i, list, missing, partial && i === list.length - 1, typing)) return word;
        if (typing && partial && i === list.length - 1) return word;  // it is looked at in the next pause
        const better = correct(word);
        if (!better) return word;
        changes.push([word, better]);
        return better;
      });
    }
    const upper = new Set((shown.match(/\b[A-Z]{2}\b/g) ?? []).map((code) => code.toLowerCase()));
    const lawful = intentsIn(list, []).some(([, at]) => core.pages[core.unit.page[at[0]]]?.address.startsWith("legal/"));
    const concepts = [];
    const skip = (word) => core.stop.has(word) || names.plant.has(word);
    for (const word of list) if (!skip(word)) hasLetter(word, missing);
    for (let i = 0; i < list.length;) {
      let taken = 0;
      for (let length = Math.min(5, list.length - i); length > 0 && !taken; length -= 1) {
        const some = list.slice(i, i + length);
        if (length === 1 && skip(some[0])) break;
        const joined = some.join("");
        const concept = { words: some, alternatives: [], medicines: [], places: [] };
        if (length === 1 || !skip(some[0]) || !skip(some[length - 1])) concept.medicines = names.there ? lookUp(known.medicine, joined) ?? [] : [];
        concept.places = (lookUp(known.place, joined) ?? []).flatMap((number) => names.places[number] ?? []);
        if (length === 1 && !concept.places.length && names.codes.has(joined)) {
          const led = ["in", "to", "from"].includes(list[i - 1]);
          if (upper.has(joined) || led || (lawful && !ENGLISH_CODES.has(joined))) concept.places = names.codes.get(joined);
        }
        const meanings = known.synonym.get(some.map(stem).join(" "))?.flatMap((number) => names.meanings[number] ?? []);
        if (length > 1 && !meanings && !concept.medicines.length && !concept.places.length) continue;
        const own = some.filter((word) => !skip(word)).map(stem);
        const unfinished = partial && i + length === list.length;
        if (own.length) concept.alternatives.push({ stems: own, weight: 1, light: unfinished && length === 1 && own[0].length < 3 });
        for (const mean of meanings ?? []) {
          const kept = mean.filter((word) => !skip(word));
          if (kept.length) concept.alternatives.push({ stems: kept, weight: SYNONYM });
        }
        for (const number of concept.medicines.slice(0, 2)) {
          const generic = tokens(names.medicines[number].name).filter((word) => !skip(word)).map(stem);
          if (generic.length && generic.length < 4) concept.alternatives.push({ stems: generic, weight: GENERIC });
        }
        if (partial && i + length === list.length && length === 1 && !meanings && !concept.medicines.length && !concept.places.length && spell && !spell.common.has(joined)) {
          for (const word of completions(joined)) concept.alternatives.push({ stems: [stem(word)], weight: PREFIX, light: joined.length < 4 });
          if (typing && joined.length > 3) {
            const near = namesBeginning(joined);
            if (near.length < 4) concept.medicines = near;
          }
        }
        concept.compared = COMPARING.has(list[i - 1]);
        taken = length;
        if (names.plant.has(some.join(" "))) continue;
        if (concept.alternatives.length || concept.medicines.length || concept.places.length) concepts.push(concept);
      }
      i += taken || 1;
    }
    const intents = intentsIn(list, concepts);
    return { query: shown, list, concepts, changes, intents, crisis: alarms(list), lawful, missing };
  }

  // What the reader wants.  Runs of words are compared by stems: "breathes slowly" is "breathing slowly".
  //  A word inside a longer name or idiom shows nothing: "drive" in "sex drive".
  function intentsIn(list, concepts) {
    const said = list.map(stem);
    const longer = concepts.filter((concept) => concept.words.length > 1).map((concept) => concept.words.map(stem));
    const shown = (phrase) => (phrase.length === 1
      ? said.includes(phrase[0]) && !longer.some((words) => words.includes(phrase[0]))
      : near(said, phrase.map((word) => new Set([word]))));
    const found = new Set(names.intents.filter(([some]) => some.some(shown)));
    const there = new Set(said);
    for (const [run, of] of known.intent) {
      const words = run.split(" ");
      if (!there.has(words[0]) || !shown(words)) continue;
      for (const number of of) if (names.intents[number]) found.add(names.intents[number]);
    }
    return [...found];
  }

  // Whether the words of a run stand near each other, in any order; of each choice one word is enough.
  function near(said, run) {
    const reach = run.length + NEAR;
    return said.some((first, i) => run.some((choice) => choice.has(first)) && run.every((choice) => said.slice(i, i + reach).some((word) => choice.has(word))));
  }

  // Emergencies: the words of a run stand near each other, in any order.  Talk of laws and studies raises no alarm.
  function alarms(list) {
    const said = list.map(stem);
    if (said.some((word) => names.calm.has(word))) return [];
    return names.crisis.filter(([some]) => some.some((run) => near(said, run)));
  }

  // Whether a word needs no correction; while the index cannot tell yet, it is taken as known.
  function isKnown(word, i, list, missing, unfinished, typing) {
    if (/^\d+$/.test(word) || word.length < 3 || core.stop.has(word) || names.plant.has(word) || !/^[a-z0-9]+$/.test(word)) return true;
    if (!names.there || !spell || spell.common.has(word) || spell.english.has(word) || !hasLetter(word, missing)) return true;
    if (lookUp(known.medicine, word) || names.unlisted.has(word) || lookUp(known.place, word) || known.synonym.has(stem(word))) return true;
    for (let length = 2; length <= 4; length += 1) {
      for (let start = Math.max(0, i - length + 1); start <= i && start + length <= list.length; start += 1) {
        const some = list.slice(start, start + length);
        if (known.place.has(some.join("")) || known.synonym.has(some.map(stem).join(" ")) || known.medicine.has(some.join(""))) return true;
      }
    }
    // A name of two words may begin with a word that says nothing: "A-Lith".
    for (let start = Math.max(0, i - 2); start < i; start += 1) if (!hasLetter(list[start], missing)) return true;
    if (unfinished && (typing || word.length < 6) && (completions(word).length || (word.length > 3 && namesBeginning(word).length))) return true;
    return postings(stem(word), missing) !== null;
  }

  // --- ranking ----------------------------------------------------------------------------------------------------
  function rank(planned, { part = "" } = {}) {
    const { concepts, missing } = planned;
    // Rarer words weigh more in a larger book: what is lifted must keep pace.
    const pace = (idf(1) / EVEN) ** RARE;
    const score = new Map();  // unit: what its text says, how much of the query it covers
    const boost = new Map();
    const { page, kind } = core.unit;
    let all = 0;
    const medicinal = concepts.some((concept) => concept.medicines.length);
    const onPage = new Map();  // page: for each concept the most that a unit says
    for (const concept of concepts) {
      // All that a concept may be called counts as one word of BM25: how rare it is follows from all its units.
      const best = new Map();
      for (const alternative of concept.alternatives) {
        const found = alternative.stems.map((each) => postings(each, missing, alternative.light)).filter(Boolean);
        if (!found.length) continue;
        const total = alternative.stems.length === found.length
          ? found.reduce((sum, each) => sum + each.idf, 0)
          : found.reduce((sum, each) => sum + each.idf, 0) + (alternative.stems.length - found.length) * idf(1);
        const value = new Map();
        for (const each of found) {
          each.units.forEach((unit, i) => value.set(unit, (value.get(unit) ?? 0) + each.idf * each.impacts[i]));
        }
        for (const [unit, sum] of value) {
          const worth = (alternative.weight * sum) / total;
          if (worth > (best.get(unit) ?? 0)) best.set(unit, worth);
        }
      }
      if (medicinal && concept.words.every((word) => names.mixing.has(word)) && !concept.medicines.length) continue;
      const weight = best.size ? idf(best.size) ** RARE * Math.min(2.7, Math.sqrt(concept.words.length)) : 3;
      all += weight;
      for (const [unit, worth] of best) {
        const told = onPage.get(page[unit]) ?? onPage.set(page[unit], new Map()).get(page[unit]);
        if (weight * worth > (told.get(concept) ?? 0)) told.set(concept, weight * worth);
        const sum = score.get(unit);
        const cover = weight * Math.min(1, 0.9 + worth);
        if (sum) { sum[0] += weight * worth; sum[1] += cover; } else score.set(unit, [weight * worth, cover]);
      }
    }
    const add = (unit, by) => { boost.set(unit, (boost.get(unit) ?? 0) + by * pace); };
    const lift = (unit, by) => { boost.set(unit, Math.max(boost.get(unit) ?? 0, by * pace)); };
    // What the query asks beside the names of medicines and places in it.
    const others = concepts.filter((concept) => !concept.medicines.length && !concept.places.length && !concept.words.every((word) => names.mixing.has(word)));
    const rowBoost = others.length || planned.intents.some(([, , weight]) => weight >= 1) ? BOOST.rowWithOthers : BOOST.row;
    for (const concept of concepts) {
      for (const at of concept.places) lift(at, planned.lawful || !others.length ? BOOST.place : BOOST.placeWithOthers);
      for (const number of concept.medicines) {
        names.medicines[number].rows.forEach((unit, i) => {
          const by = (i ? rowBoost * BOOST.otherRow : rowBoost) * (concept.compared ? 0.4 : 1);
          lift(unit, by);
          const detail = detailOf(unit);
          if (detail >= 0) lift(detail, by * BOOST.detail);
        });
      }
    }
    const wished = new Map();
    for (const [, at, weight] of planned.intents) at.forEach((unit, i) => { wished.set(unit, Math.min(MOST_INTENT, (wished.get(unit) ?? 0) + (weight * BOOST.intent) / (1 + 0.75 * i))); });
    for (const [unit, by] of wished) add(unit, by);
    const beside = (units, most) => (units ?? []).forEach((unit, i) => { add(unit, most / (1 + 0.6 * i)); });
    // "Does it cause seizures?" asks; "he has a seizure" calls.
    const asks = ASKING.has(planned.list[0]) && !planned.list.some((word) => PEOPLE.has(word));
    for (const [, at, also] of planned.crisis) {
      lift(at, asks ? BOOST.crisis / 4 : BOOST.crisis);
      beside(also, asks ? BOOST.crisisAlso * 2 : BOOST.crisisAlso);
    }
    if (planned.crisis.length) beside(names.related.crisis, BOOST.related);
    if (concepts.some((concept) => concept.places.length)) beside(names.related.place, planned.lawful || !others.length ? BOOST.related : BOOST.related / 2);
    if (concepts.some((concept) => concept.medicines.length)) beside(names.related.medicine, BOOST.related / 2);
    if (!concepts.length && planned.list.length) beside(names.related.kratom, BOOST.place);
    const term = termOf(planned.list);
    if (term >= 0) add(term, BOOST.term);
    const found = new Map();
    let most = 0;
    for (const [unit, sum] of score) {
      sum[0] *= Math.min(1, sum[1] / all) ** COVERAGE * KIND[kind[unit]];
      if (sum[0] > most) most = sum[0];
    }
    for (const unit of boost.keys()) if (!score.has(unit)) score.set(unit, [0, 0]);
    for (const [unit, [said]] of score) {
      const lifted = boost.get(unit) ?? 0;
      if (!lifted && said < most * FLOOR) continue;
      const at = page[unit];
      const some = found.get(at);
      if (some) some.push([said + lifted, unit]);
      else found.set(at, [[said + lifted, unit]]);
    }
    const groups = [];
    const parts = {};
    for (const [at, some] of found) {
      some.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
      const own = core.pages[at];
      parts[own.part] = (parts[own.part] ?? 0) + 1;
      if (part && own.part !== part) continue;
      let whole = 0;
      for (const value of onPage.get(at)?.values() ?? []) whole += value;
      const worth = some[0][0] + 0.12 * (some[1]?.[0] ?? 0) + 0.08 * (some[2]?.[0] ?? 0) + PAGE * whole;
      groups.push({ page: at, worth, units: some.slice(0, 4).map(([, unit]) => unit), scores: some.slice(0, 4).map(([value]) => value) });
    }
    groups.sort((a, b) => b.worth - a.worth || a.page - b.page);
    return { groups: groups.filter((group) => group.worth > most * FLOOR), parts };
  }

  // The entry in detail that goes with a row of the tables; the two follow the same order of records.
  let details = null;
  function detailOf(unit) {
    if (!details) {
      details = new Map();
      core.unit.anchor.forEach((anchor, each) => { if (core.unit.kind[each] === "d") details.set(anchor.replace(/^medicine-/, ""), each); });
    }
    return details.get(core.unit.anchor[unit].replace(/^interaction-/, "")) ?? -1;
  }

  // What stands above the results: emergencies first, then the records that the query names.
  function cards(planned) {
    const found = planned.crisis.map(([, unit]) => ({ kind: "crisis", unit }));
    for (const concept of planned.concepts) {
      for (const unit of concept.places) found.push({ kind: "place", unit });
      for (const number of concept.medicines.slice(0, 3)) found.push({ kind: "medicine", unit: names.medicines[number].rows[0], name: names.medicines[number].name });
    }
    const term = termOf(planned.list);
    if (term >= 0) found.push({ kind: "term", unit: term });
    const seen = new Set();
    return found.filter((each) => !seen.has(each.unit) && seen.add(each.unit)).slice(0, 4);
  }

  let terms = null;
  function termOf(list) {
    if (!terms) {
      terms = new Map();
      core.unit.title.forEach((title, unit) => { if (core.unit.kind[unit] === "t") terms.set(tokens(title).map(stem).join(" "), unit); });
    }
    const kept = list.filter((word) => !core.stop.has(word) && !names.plant.has(word) && !["mean", "means", "meaning", "definition", "define"].includes(word));
    return terms.get(kept.map(stem).join(" ")) ?? -1;
  }

  function answer(query, options = {}) {
    const planned = plan(query, options);
    const ranked = rank(planned, options);
    return { ...ranked, cards: planned.list.length ? cards(planned) : [], changes: planned.changes, missing: planned.missing, plan: planned };
  }

  // The same, once everything that the query needs is there.
  async function search(query, options = {}) {
    await load("core");
    for (let round = 0; round < 6; round += 1) {
      const found = answer(query, options);
      if (!found.missing.size) return found;
      await Promise.all([...found.missing].map(load));
    }
    return answer(query, options);
  }

  // Lead and text of a unit, and for some kinds its anchor and title; undefined until its file is there.
  function textOf(unit) {
    const file = core.textAt[unit];
    const some = texts.get(file);
    if (!some) return undefined;
    const [lead, text, anchor, title] = some[unit - core.textFirst[file]];
    return { lead, text, anchor: anchor ?? core.unit.anchor[unit], title: title ?? core.unit.title[unit] };
  }

  const api = {
    put, load, answer, search, textOf, tokens, stem, fetchScript, listeners, plan, correct, normalise,
    textFile: (unit) => `x${core.textAt[unit]}`,
    get core() { return core; },
    get names() { return names; },
  };
  globalThis.kgSearch = api;
})();
