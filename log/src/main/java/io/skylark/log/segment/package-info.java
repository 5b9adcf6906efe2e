/// The log as files: frames in segments of a fixed size, the small files beside them, and what a start makes of them.
/// The byte tables are in `docs/formats/segment.md`.
///
/// Entry classes: [Segments], the folder; [FrameWriter] and [FrameReader], one frame; [Recovery], a start. A frame is
/// written by the log-writer, a file by the log-flusher; any thread reads what is committed.
@NullMarked
package io.skylark.log.segment;

import org.jspecify.annotations.NullMarked;
