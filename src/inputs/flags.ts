import { Problem } from './input.ts';

const noFlag = new Problem('it is neither true nor false');

/**
 * A boolean parameter as it reaches the step: CircleCI writes `true` or `1`,
 * `false` or `0` (configuration reference, "Parameter types"); nothing else counts.
 */
export function parseFlag(text: string): boolean | Problem {
  return /^(true|false|1|0)$/.test(text) ? /^[1t]/.test(text) : noFlag;
}

/** A boolean variable of Vault's CLI: what Go's strconv.ParseBool takes; empty is false. */
export function parseGoFlag(text: string): boolean | Problem {
  const isFlag = /^([1tT]|TRUE|[tT]rue|[0fF]|FALSE|[fF]alse)?$/.test(text);
  return isFlag ? /^[1tT]/.test(text) : noFlag;
}
