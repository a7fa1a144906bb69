const bytesPerMegabyte = 1_000_000;

/** Where a download stands. */
export interface DownloadState {
  readonly receivedBytes: number;
  /** Undefined when the server did not say. */
  readonly totalBytes: number | undefined;
  /** Bytes that came in the last `seconds`. */
  readonly recentBytes: number;
  readonly seconds: number;
}

/** One line of progress: bytes, rate and the time left, as far as they are known. */
export function describeProgress(state: DownloadState): string {
  const { receivedBytes, totalBytes, recentBytes, seconds } = state;
  const rate = seconds > 0 ? recentBytes / seconds : 0;
  const of = totalBytes === undefined ? '' : ` of ${formatMegabytes(totalBytes)}`;
  const left =
    totalBytes === undefined || rate === 0
      ? ''
      : `, ${Math.ceil((totalBytes - receivedBytes) / rate)} s left`;
  return `${formatMegabytes(receivedBytes)}${of} MB (${formatMegabytes(rate)} MB/s${left})`;
}

/** Megabytes (10^6 bytes) with one digit behind the point. */
function formatMegabytes(bytes: number): string {
  return (bytes / bytesPerMegabyte).toFixed(1);
}
