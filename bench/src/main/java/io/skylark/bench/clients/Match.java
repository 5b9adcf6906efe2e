package io.skylark.bench.clients;

import io.skylark.bench.subject.Order;
import java.util.ArrayList;
import java.util.List;

/// One kind of work, and the clients that do it.
///
/// @param id by which an option names it
/// @param window asynchronous sends under way at a time
record Match(String id, String title, Order.Work work, int threads, int bytes, int window,
        List<Contender> contenders) {
    static final int KIBIBYTE = 1024;
    private static final int SYNC_THREADS = 64;
    private static final int ASYNC_THREADS = 2;
    private static final int WINDOW = 8 * 1024;
    private static final int SMALL = 100;

    private static final List<Contender> ALL = List.of(Contender.values());

    static List<Match> all() {
        return List.of(
                new Match("sync-1k", "synchronous sends, " + SYNC_THREADS + " threads, 1 KiB", Order.Work.SYNC,
                        SYNC_THREADS, KIBIBYTE, SYNC_THREADS, ALL),
                async("async-1k", "asynchronous sends, 1 KiB", KIBIBYTE),
                async("async-100", "asynchronous sends, 100 B", SMALL),
                new Match("push-1k", "push consumption, 1 KiB", Order.Work.PUSH, 0, KIBIBYTE, 0,
                        List.of(Contender.OFFICIAL, Contender.SKYLARK)));
    }

    private static Match async(String id, String title, int bytes) {
        return new Match(id, title, Order.Work.ASYNC, ASYNC_THREADS, bytes, WINDOW, ALL);
    }

    /// Those with the given ids.
    ///
    /// @throws IllegalArgumentException for an unknown id
    static List<Match> choose(List<String> ids) {
        List<Match> chosen = new ArrayList<>();
        for (String id : ids) {
            chosen.add(all().stream().filter(match -> match.id.equals(id)).findFirst().orElseThrow(() ->
                    new IllegalArgumentException("no row " + id + "; there are "
                            + String.join(", ", all().stream().map(Match::id).toList()))));
        }
        return chosen;
    }
}
