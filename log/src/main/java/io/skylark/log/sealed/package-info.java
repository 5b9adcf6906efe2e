/// The index of a sealed segment as a file, `<base>.index`: written once, immutable, checksummed. The byte table is in
/// `docs/formats/index.md`.
///
/// Entry classes: [IndexWriter] writes one on the janitor; [SealedIndex] reads one in place, from any thread.
@NullMarked
package io.skylark.log.sealed;

import org.jspecify.annotations.NullMarked;
