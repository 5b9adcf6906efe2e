/// Transactions: half messages wait in the log until their producer has decided, and producers that do not decide are
/// asked.
///
/// Entry class: [Transactions]. [TransactionTable] is written by the log-applier; everything else is shared.
@NullMarked
package io.skylark.broker.transaction;

import org.jspecify.annotations.NullMarked;
