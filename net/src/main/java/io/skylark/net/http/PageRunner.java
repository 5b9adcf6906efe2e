package io.skylark.net.http;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes pages on virtual threads, a few at a time. Shared.
final class PageRunner {
    /// Pages that are made at a time: whoever comes beyond that is told to come again.
    static final int MAX_RUNNING = 8;

    private static final Logger LOG = LoggerFactory.getLogger(PageRunner.class);

    private final Map<String, Page> pages;
    private final Semaphore running = new Semaphore(MAX_RUNNING);

    PageRunner(Map<String, Page> pages) {
        this.pages = Map.copyOf(pages);
    }

    /// @param answer gets the page, on any thread
    void run(PageRequest request, Consumer<PageAnswer> answer) {
        Page page = pages.get(request.path());
        if (page == null) {
            answer.accept(PageAnswer.text(
                    PageAnswer.NOT_FOUND, "no such page; there are " + String.join(" ", pages.keySet().stream().sorted().toList())));
        } else if (!running.tryAcquire()) {
            answer.accept(PageAnswer.text(PageAnswer.UNAVAILABLE, "too many requests at once"));
        } else {
            Thread.ofVirtual().name("page-", 0).start(() -> {
                try {
                    answer.accept(make(page, request));
                } finally {
                    running.release();
                }
            });
        }
    }

    private static PageAnswer make(Page page, PageRequest request) {
        try {
            return page.answer(request);
        } catch (RuntimeException failure) {
            // the outermost loop of a request
            LOG.error("the page {} could not be made", request.path(), failure);
            return PageAnswer.text(PageAnswer.FAILED, "the page could not be made: " + failure.getMessage());
        }
    }
}
