/** One measured figure and what it is held to. */
export interface Figure {
  name: string;
  value: number;
  /** Of `value`, `limit` and `goal`: `×`, `ms`, `%` or `s`. */
  unit: string;
  /** What it was measured against, and how often, for a person to judge it by. */
  against: string;
  /** More than this is unfinished. */
  limit: number;
  goal: number;
}

export interface ReportedFigure extends Figure {
  ok: boolean;
}

/** The figure with the verdict: a value that is no number has not been measured, and falls short. */
export function judge(figure: Figure): ReportedFigure {
  return { ...figure, value: rounded(figure.value), ok: figure.value <= figure.limit };
}

/** `ok     emergency  1.18 ×  (limit 1.5, goal 1.2 met)  against …` */
export function lineOf({ name, value, unit, against, limit, goal, ok }: ReportedFigure): string {
  const verdict = ok ? 'ok   ' : 'SHORT';
  const reached = value <= goal ? 'met' : 'missed';
  return `${verdict} ${name}: ${value} ${unit} (limit ${limit}, goal ${goal} ${reached}); against ${against}`;
}

export interface Reporter {
  /** Prints a figure as soon as it is known. */
  figure(figure: Figure): void;
  /** Something that the reader of the figures should know; kept off the figures themselves. */
  note(text: string): void;
  /** Prints what is left to print; the exit code of the run: 1 where a figure falls short. */
  end(): number;
}

/** @param json one JSON document at the end in place of a line per figure */
export function createReporter({ json }: { json: boolean }): Reporter {
  const figures: ReportedFigure[] = [];
  const notes: string[] = [];
  return {
    figure(figure) {
      const reported = judge(figure);
      figures.push(reported);
      if (!json) console.log(lineOf(reported));
    },
    note(text) {
      notes.push(text);
      console.error(`      ${text}`);
    },
    end() {
      if (json) console.log(JSON.stringify({ figures, notes }, null, 2));
      return figures.every(({ ok }) => ok) ? 0 : 1;
    },
  };
}

function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}
