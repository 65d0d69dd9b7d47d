/** SQS, SNS and EventBridge all take ten entries a request. */
export const MAX_BATCH = 10;

export const batchesOf = <T>(entries: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(entries.length / MAX_BATCH) }, (_, index) =>
    entries.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
  );

/**
 * Sends batch after batch. `send` answers the positions that were not taken; a batch that fails as a whole counts as
 * not taken entirely, and the next ones are still tried.
 */
export const sendInBatches = async <T extends { readonly id: string }>(
  entries: readonly T[],
  send: (batch: readonly T[]) => Promise<readonly number[]>,
): Promise<readonly string[]> => {
  const failed: string[] = [];
  for (const batch of batchesOf(entries)) {
    const positions = await send(batch).catch(() => batch.map((_, position) => position));
    failed.push(...positions.flatMap((position) => batch[position]?.id ?? []));
  }
  return failed;
};
