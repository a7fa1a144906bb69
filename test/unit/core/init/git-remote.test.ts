import { describe, expect, it } from 'vitest';
import { findProjectSlug } from '../../../../src/core/init/git-remote.ts';

describe('the project of a Git remote', () => {
  it.each([
    ['git@github.com:acme/app.git', 'gh/acme/app'],
    ['git@github.com:/acme/app', 'gh/acme/app'],
    ['https://github.com/acme/app', 'gh/acme/app'],
    ['https://github.com/acme/app.git/', 'gh/acme/app'],
    ['https://somebody:a-password@github.com/acme/my.app.git', 'gh/acme/my.app'],
    ['ssh://git@ssh.github.com:443/acme/app.git', 'gh/acme/app'],
    ['https://GitHub.com/acme/app', 'gh/acme/app'],
    ['git@bitbucket.org:acme/app.git', 'bb/acme/app'],
    ['https://bitbucket.org/acme/app', 'bb/acme/app'],
  ])('%s', (url, slug) => {
    expect(findProjectSlug(url)?.slug).toBe(slug);
  });

  it('tells the organization', () => {
    expect(findProjectSlug('git@github.com:acme/app.git')).toEqual({
      slug: 'gh/acme/app',
      organization: 'gh/acme',
    });
  });

  it.each([
    '',
    '/srv/git/app.git',
    '../app',
    'file:///srv/github.com/acme/app',
    'git@gitlab.com:acme/app.git',
    'https://github.com.example.org/acme/app',
    'https://example.org/github.com/acme/app',
    'https://github.com/acme',
    'https://github.com/acme/app/tree/main',
    'https://github.com/acme/app?x=1',
  ])('is not known of "%s"', (url) => {
    expect(findProjectSlug(url)).toBeUndefined();
  });
});
