/** The tickets chosen in one list, kept in this tab while somebody pages through it; another list begins with none. */

const KEY = "selection";

export class Selection {
  /** @param {string} list  which list it is */
  constructor(list) {
    this.list = list;
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    /** @type {Set<string>} */
    this.numbers = new Set(kept.list === list ? kept.numbers : []);
    this.token = kept.list === list && kept.token ? kept.token : crypto.randomUUID();
  }

  get size() {
    return this.numbers.size;
  }

  /**
   * @param {Iterable<string>} numbers
   * @param {boolean} chosen
   */
  set(numbers, chosen) {
    for (const number of numbers) {
      if (chosen) this.numbers.add(number);
      else this.numbers.delete(number);
    }
    this.save();
  }

  clear() {
    this.keep([]);
    this.renew();
  }

  /** @param {Iterable<string>} numbers */
  keep(numbers) {
    this.numbers = new Set(numbers);
    this.save();
  }

  /**
   * After an act: whatever it took out of the list is chosen no more, what an undo brought back is chosen again. Who began to
   * choose others meanwhile goes on with those.
   * @param {string[]} back
   * @param {{numbers: number[], isAll: boolean}} found  what the list holds
   */
  settle(back, found) {
    const there = new Set(found.numbers.map(String));
    const others = [...this.numbers].filter((number) => !back.includes(number));
    const wanted = others.length ? [...this.numbers] : [...new Set([...back, ...this.numbers])];
    this.keep(wanted.filter((number) => there.has(number) || !found.isAll));
  }

  /** What comes next is another act, also on the same tickets. */
  renew() {
    this.token = crypto.randomUUID();
    this.save();
  }

  save() {
    const kept = { list: this.list, numbers: [...this.numbers], token: this.token };
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  }
}
