/** How often a caller used one operation of a service, and what the table charged for it. */
export interface OperationUsage {
  /** The function's name, or `other`. */
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  requests: number;
  readUnits: number;
  writeUnits: number;
}

export interface Usage {
  add(
    operation: Pick<OperationUsage, 'caller' | 'service' | 'operation'>,
    units: { readonly read: number; readonly write: number },
  ): void;
  list(): readonly OperationUsage[];
  reset(): void;
}

export const usageCounter = (): Usage => {
  const counts = new Map<string, OperationUsage>();
  return {
    add({ caller, service, operation }, { read, write }) {
      const key = `${caller} ${service} ${operation}`;
      const entry = counts.get(key) ?? { caller, service, operation, requests: 0, readUnits: 0, writeUnits: 0 };
      entry.requests += 1;
      entry.readUnits += read;
      entry.writeUnits += write;
      counts.set(key, entry);
    },
    list: () => [...counts.values()],
    reset: () => counts.clear(),
  };
};
