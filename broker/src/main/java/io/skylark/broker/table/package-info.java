/// Durable state by key: folds over the log, written by the log-applier and read by any thread.
///
/// Entry classes: [TopicTable], [GroupTable], [OffsetTable]; [TableLog] is how features change them.
@NullMarked
package io.skylark.broker.table;

import org.jspecify.annotations.NullMarked;
