import { DatabaseSync } from 'node:sqlite';

/** What a simulator remembers, by kind and id: one JSON value each, on disk before `put` returns. */
export interface Records {
  get<T>(kind: string, id: string): T | undefined;
  /** In the order in which they were first put. */
  list<T>(kind: string): readonly T[];
  put(kind: string, id: string, value: unknown): void;
  remove(kind: string, id: string): void;
  close(): void;
}

/** `file` is a path, or `:memory:` for a test. A killed process loses nothing that was put. */
export const openRecords = (file: string): Records => {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS record (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, value TEXT, UNIQUE (kind, id))',
  );
  const get = database.prepare('SELECT value FROM record WHERE kind = ? AND id = ?');
  const list = database.prepare('SELECT value FROM record WHERE kind = ? ORDER BY number');
  const put = database.prepare(
    'INSERT INTO record (kind, id, value) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM record WHERE kind = ? AND id = ?');
  return {
    get(kind, id) {
      const row = get.get(kind, id);
      return row && JSON.parse(String(row['value']));
    },
    list: (kind) => list.all(kind).map((row) => JSON.parse(String(row['value']))),
    put(kind, id, value) {
      put.run(kind, id, JSON.stringify(value));
    },
    remove(kind, id) {
      remove.run(kind, id);
    },
    close: () => database.close(),
  };
};
