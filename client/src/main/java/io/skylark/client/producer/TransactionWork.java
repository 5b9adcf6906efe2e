package io.skylark.client.producer;

/// A program's own part of a transaction, such as a change of a database.
///
/// @param <X> what it may throw; nothing checked for most
@FunctionalInterface
public interface TransactionWork<X extends Exception> {
    /// Called once, on the thread that sends, when the message is stored and nobody sees it yet.
    ///
    /// @param half where the message is stored until it is committed
    /// @return what becomes of the message
    TransactionDecision run(SendReceipt half) throws X;
}
