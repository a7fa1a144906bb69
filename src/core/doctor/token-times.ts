import { getNumber, type JsonObject } from '../json.ts';
import { leewayDefaults } from '../leeway-defaults.ts';
import type { Check } from './admission.ts';
import type { RoleFacts } from './role-facts.ts';

/**
 * The checks of a token's times against the server's clock, in seconds since 1970.
 * A time that is not there is made from the others; below 0 a leeway is none
 * (hashicorp/cap, jwt/validator.go).
 */
export function checkTimes(
  claims: JsonObject,
  leeways: RoleFacts['leeways'],
  now: number,
): Check[] {
  const issuedAt = getNumber(claims, 'iat') ?? 0;
  const givenStart = getNumber(claims, 'nbf') ?? 0;
  const givenEnd = getNumber(claims, 'exp') ?? 0;
  if (issuedAt === 0 && givenStart === 0 && givenEnd === 0) {
    return [
      { code: 'TOKEN_TIMELESS', claim: 'exp', got: 'nothing', wanted: 'a time', isMet: false },
    ];
  }
  const skew = chooseLeeway(leeways.skew, leewayDefaults.clock_skew_leeway);
  const end =
    givenEnd ||
    Math.max(issuedAt, givenStart) + chooseLeeway(leeways.expiry, leewayDefaults.expiration_leeway);
  const start =
    givenStart ||
    issuedAt ||
    end - chooseLeeway(leeways.notBefore, leewayDefaults.not_before_leeway);
  return [
    describeTime(
      'TOKEN_EXPIRED',
      'exp',
      end,
      `later than ${nameTime(now - skew)}`,
      now <= end + skew,
    ),
    describeTime('TOKEN_TOO_NEW', 'nbf', start, `by ${nameTime(now + skew)}`, start <= now + skew),
    ...(issuedAt === 0
      ? []
      : [
          describeTime(
            'TOKEN_TOO_NEW',
            'iat',
            issuedAt,
            `by ${nameTime(now + skew)}`,
            issuedAt <= now + skew,
          ),
        ]),
  ];
}

function chooseLeeway(seconds: number, fallback: number): number {
  return seconds === 0 ? fallback : Math.max(0, seconds);
}

function describeTime(
  code: string,
  claim: string,
  seconds: number,
  wanted: string,
  isMet: boolean,
): Check {
  return { code, claim, got: nameTime(seconds), wanted, isMet };
}

function nameTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds}` : date.toISOString().replace('.000Z', 'Z');
}
