/** The version of the tables and of what is in them. An index with another version is made anew. */
export const indexVersion = 11;

/** A run's texts have the numbers from its order times this; a million of them is more than any run has. */
export const textBits = 20;
export const maxTexts = 1 << textBits;

/**
 * A run's number is its time in milliseconds, made unique. So the newest runs have the highest numbers, and the number
 * of a text says which run it belongs to and when it began: the engine finds the newest matches first without sorting.
 */
export const schema = `
CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL COLLATE NOCASE,
  began INTEGER,
  duration INTEGER,
  user TEXT COLLATE NOCASE,
  session TEXT COLLATE NOCASE,
  error_type TEXT COLLATE NOCASE,
  error_message TEXT,
  error_place TEXT COLLATE NOCASE,
  facts TEXT NOT NULL,
  -- Who writes its texts now; empty once all are written.
  writer TEXT NOT NULL,
  -- Whether its events were read after its end, so that it never changes again.
  complete INTEGER NOT NULL
);
CREATE INDEX runs_by_user ON runs (user);
CREATE INDEX runs_by_session ON runs (session);
-- There are few. With it, what is known of all others is counted without reading them, which takes long.
CREATE INDEX runs_to_read ON runs (number) WHERE complete = 0 OR writer <> '';
-- There are few of these, too, and the list asks for them while runs are indexed.
CREATE INDEX runs_degraded ON runs (number)
  WHERE json_extract(facts, '$.failedNodes') > 0 OR json_extract(facts, '$.blockedBy') IS NOT NULL;
CREATE TABLE texts (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  text TEXT NOT NULL,
  sequence INTEGER,
  step TEXT,
  at INTEGER
);
CREATE INDEX texts_of_tools ON texts (name COLLATE NOCASE, number) WHERE kind = 'tool';
CREATE VIRTUAL TABLE words USING fts5 (
  name, text, content = 'texts', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE tools (
  run INTEGER NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (run, name)
) WITHOUT ROWID;
CREATE INDEX tools_by_name ON tools (name);
CREATE TABLE nodes (
  run INTEGER NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (run, name)
) WITHOUT ROWID;
CREATE INDEX nodes_by_name ON nodes (name);
CREATE TABLE paths (
  number INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE COLLATE NOCASE
);
CREATE TABLE fields (
  run INTEGER NOT NULL,
  path INTEGER NOT NULL,
  place INTEGER NOT NULL,
  text TEXT NOT NULL COLLATE NOCASE,
  sortable TEXT,
  PRIMARY KEY (run, path, place)
) WITHOUT ROWID;
CREATE INDEX fields_by_number ON fields (path, sortable) WHERE sortable IS NOT NULL;
CREATE INDEX fields_by_text ON fields (path, text);
-- Times between which every run of the app that has ended is in the index.
CREATE TABLE covered (since INTEGER PRIMARY KEY, until INTEGER NOT NULL);
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
