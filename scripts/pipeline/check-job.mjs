// Checks what the orb's steps left to this one: a value as it was written, and a session.
import { readFileSync } from 'node:fs';

const { PIPELINE_VALUE: value, VAULT_ADDR: address, VAULT_TOKEN: token = '' } = process.env;
const written = JSON.parse(readFileSync(new URL('secret.json', import.meta.url), 'utf8'));
if (value !== written.value) throw new Error('the value is not what the server holds');
const headers = { 'X-Vault-Token': token };
const { status } = await fetch(`${address}/v1/auth/token/lookup-self`, { headers });
if (status !== 200) throw new Error(`the session's token is refused: ${status}`);
console.log('the value is whole, and the session works');
