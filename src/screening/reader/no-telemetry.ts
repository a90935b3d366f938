/**
 * The runtime reports its use to its maker unless this variable is set before its library is loaded. No message would be
 * in it; but what runs on a platform's machines is nobody else's business, and a checkpoint opens no connection of its own.
 * Native code sees what the main thread sets, not what a worker sets: called in both.
 */
export function withoutTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1'
}
