/** Shows one line of what a step sees. */
export type See = (line: string) => void;

export interface Narrator {
  /** Announces a step, shows what it sees, and how long it took. */
  step<T>(title: string, run: (see: See) => Promise<T>): Promise<T>;
}

/** Numbers the steps in the order in which they come. */
export const narrator = (print: (line: string) => void): Narrator => {
  let number = 0;
  return {
    async step(title, run) {
      number += 1;
      print(`\n${number}. ${title}`);
      const startedAt = performance.now();
      const result = await run((line) => print(`   ${line}`));
      print(`   (${Math.round(performance.now() - startedAt)} ms)`);
      return result;
    },
  };
};
