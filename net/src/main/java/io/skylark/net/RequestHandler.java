package io.skylark.net;

/// Answers requests of one conversation. Every exchange is replied to exactly once, oneway ones too; what is thrown
/// becomes an error answer.
@FunctionalInterface
public interface RequestHandler {
    void handle(Exchange exchange) throws Exception;
}
