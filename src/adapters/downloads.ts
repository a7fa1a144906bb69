import { open } from 'node:fs/promises';
import { mostUnpackedBytes } from '../core/releases/archive-entries.ts';
import { describeProgress } from '../core/releases/progress.ts';
import type { Downloads } from '../install-ports.ts';
import type { Report } from '../ports.ts';
import type { DownloadContext } from './download-request.ts';
import { type ReceptionWatch, receiveFile } from './receive-file.ts';

const mostSmallBytes = 1024 * 1024;
const progressMs = 5000;

/** Files over HTTPS, each tried until it came whole or `context.ending` is aborted. */
export function createDownloads(context: DownloadContext, report: Report): Downloads {
  return {
    read: async (url) => {
      const parts: Buffer[] = [];
      const sink = {
        mostBytes: mostSmallBytes,
        clear: async () => parts.splice(0),
        write: async (part: Buffer) => parts.push(part),
      };
      const watch = { onBytes: () => undefined, onRetry: report.note };
      return (await receiveFile(url, sink, context, watch)) ? Buffer.concat(parts) : undefined;
    },
    save: async (url, path) => {
      const file = await open(path, 'ax', 0o600);
      const sink = {
        mostBytes: mostUnpackedBytes,
        clear: () => file.truncate(),
        write: (part: Buffer) => file.writeFile(part),
      };
      const { watch, stop } = watchProgress(report);
      try {
        return await receiveFile(url, sink, context, watch);
      } finally {
        stop();
        await file.close();
      }
    },
  };
}

/** Tells where the download stands, every few seconds. */
function watchProgress(report: Report): { watch: ReceptionWatch; stop: () => void } {
  let receivedBytes = 0;
  let totalBytes: number | undefined;
  let toldBytes = 0;
  const timer = setInterval(() => {
    const recentBytes = Math.max(0, receivedBytes - toldBytes);
    const state = { receivedBytes, totalBytes, recentBytes, seconds: progressMs / 1000 };
    report.tell(`downloading: ${describeProgress(state)}`);
    toldBytes = receivedBytes;
  }, progressMs);
  const onBytes: ReceptionWatch['onBytes'] = (file) => {
    ({ receivedBytes, totalBytes } = file);
  };
  return { watch: { onBytes, onRetry: report.note }, stop: () => clearInterval(timer) };
}
