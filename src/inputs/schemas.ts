import * as v from 'valibot';

/** Text, without blanks at its ends, that may be empty and holds no control character. */
export const plainText = v.pipe(
  v.string(),
  v.transform((text) => text.trim()),
  v.check((text) => !/\p{Cc}/u.test(text), 'it holds a control character, such as a newline'),
);

/**
 * A boolean parameter as it reaches the step: CircleCI writes `true` or `1`,
 * `false` or `0` (configuration reference, "Parameter types"); nothing else counts.
 */
export const flag = v.pipe(
  v.string(),
  v.check((text) => /^(true|false|1|0)$/.test(text), 'it is neither true nor false'),
  v.transform((text) => text === 'true' || text === '1'),
);

const duration = /^(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?$/;
const longestDuration = 3_600_000;

/** A duration as Go writes it (`90s`, `2m`, `1m30s`), as milliseconds; from 1 s to 1 h. */
export const milliseconds = v.pipe(
  v.string(),
  v.check((text) => text !== '' && duration.test(text), 'it is not a duration'),
  v.transform((text) => {
    const [, hours = '0', minutes = '0', seconds = '0'] = duration.exec(text) ?? [];
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  }),
  v.check((value) => value >= 1000 && value <= longestDuration, 'it is not between 1s and 1h'),
);

/**
 * Path segments that name one thing inside Vault (a mount, a namespace): slashes
 * at the ends are dropped; what would leave the place or break a URL is refused.
 */
export const slashedName = v.pipe(
  plainText,
  v.transform((text) => text.replace(/^\/+|\/+$/g, '')),
  v.check(
    (text) =>
      text === '' ||
      text.split('/').every((part) => /^[\w.@+~-]+$/.test(part) && !/^\.\.?$/.test(part)),
    'it holds something other than letters, digits, "_", "-", ".", "@", "+", "~" and single "/"',
  ),
);
