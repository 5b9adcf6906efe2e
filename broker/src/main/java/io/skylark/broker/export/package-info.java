/// Copies of tables as files that people and tools read. Entry class: [TableExport]. Nothing reads them back.
@NullMarked
package io.skylark.broker.export;

import org.jspecify.annotations.NullMarked;
