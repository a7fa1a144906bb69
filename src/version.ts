/** The version of the orb and the helper; the build takes it from package.json. */
export const version: string = typeof VERSION === 'string' ? VERSION : 'development';

declare const VERSION: string;
