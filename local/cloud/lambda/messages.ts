/** What host and worker say to each other. Payloads are JSON texts, as they are between Lambda and a function. */
export interface WorkerStart {
  /** The folder of the unzipped bundle. */
  readonly folder: string;
  /** `file.export`, as in the template. */
  readonly handler: string;
  readonly clock: SharedArrayBuffer;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

export interface InvokeMessage {
  readonly requestId: string;
  readonly payload: string;
  /** Milliseconds since the epoch on the machine's own clock, which the time limit follows. */
  readonly deadlineAt: number;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'failure'; readonly requestId: string; readonly errorType: string; readonly errorMessage: string };
