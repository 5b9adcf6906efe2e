/// Snapshots of everything that is derived from the log, as files: `<position>.snapshot`. The byte table is in
/// `docs/formats/snapshot.md`.
///
/// Entry class: [Snapshots], the files of a folder. Written on the janitor, read by the starting thread.
@NullMarked
package io.skylark.log.snapshot;

import org.jspecify.annotations.NullMarked;
