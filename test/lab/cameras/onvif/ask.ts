import { createHash, randomBytes } from 'node:crypto';
import type { LabAccount } from './camera-options.ts';
import { xmlText } from './soap.ts';

export interface Asked {
  status: number;
  text: string;
}

/** One SOAP request, for the tests of the simulator itself. `at`: the time in its token, UTC ms. */
export async function ask(
  url: string,
  body: string,
  account?: LabAccount,
  at: number = Date.now(),
): Promise<Asked> {
  const header = account ? `<s:Header>${token(account, at)}</s:Header>` : '';
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/soap+xml' },
    body: `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">${header}<s:Body>${body}</s:Body></s:Envelope>`,
    redirect: 'manual',
    signal: AbortSignal.timeout(3_000),
  });
  return { status: response.status, text: await response.text() };
}

/** WS-UsernameToken with the digest of the password: Web Services Security UsernameToken Profile 1.0. */
function token({ username, password }: LabAccount, at: number): string {
  const nonce = randomBytes(16);
  const created = new Date(at).toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return `<wsse:Security xmlns:wsse="x" xmlns:wsu="y"><wsse:UsernameToken><wsse:Username>${xmlText(username)}</wsse:Username><wsse:Password Type="x#PasswordDigest">${digest}</wsse:Password><wsse:Nonce>${nonce.toString('base64')}</wsse:Nonce><wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`;
}
