import { describeFile, findStart, type ReleaseFault } from './server.ts';

/** Sends that many bytes of what is asked for, then cuts the connection. */
export function cutAfter(bytes: number): ReleaseFault {
  return sendPart(bytes, (response) => response.destroy());
}

/** Sends that many bytes of what is asked for, then no more, with the connection open. */
export function stallAfter(bytes: number): ReleaseFault {
  return sendPart(bytes, () => undefined);
}

/** Answers with the whole file whatever part is asked for, as a server without ranges does. */
export const ignoreRange: ReleaseFault = (response, _request, file = Buffer.alloc(0)) => {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': file.length };
  response.writeHead(200, headers).end(file);
};

/** Sends the whole file without telling its length. */
export const hideLength: ReleaseFault = (response, _request, file = Buffer.alloc(0)) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.write(file);
  response.end();
};

function sendPart(
  bytes: number,
  after: (response: Parameters<ReleaseFault>[0]) => void,
): ReleaseFault {
  return (response, request, file = Buffer.alloc(0)) => {
    const start = findStart(request, file);
    const range = { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` };
    response.writeHead(start > 0 ? 206 : 200, {
      ...describeFile(file),
      'content-length': file.length - start,
      ...(start > 0 ? range : {}),
    });
    // Once they have left this process, so that the client has them before the end.
    response.write(file.subarray(start, start + bytes), () => after(response));
  };
}
