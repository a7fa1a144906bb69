import { Problem } from './input.ts';

const shape = /^(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?$/;
const longestMs = 3_600_000;

/** A duration as Go writes it (`90s`, `2m`, `1m30s`), as milliseconds; from 1 s to 1 h. */
export function parseDuration(text: string): number | Problem {
  const [whole = '', hours = '0', minutes = '0', seconds = '0'] = shape.exec(text) ?? [];
  if (whole === '') return new Problem('it is not a duration');
  const milliseconds = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return milliseconds >= 1000 && milliseconds <= longestMs
    ? milliseconds
    : new Problem('it is not between 1s and 1h');
}
