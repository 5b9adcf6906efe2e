package io.skylark.net.http;

/// Makes one page. Runs on a virtual thread, may wait.
@FunctionalInterface
public interface Page {
    PageAnswer answer(PageRequest request);
}
