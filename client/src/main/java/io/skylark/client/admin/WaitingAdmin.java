package io.skylark.client.admin;

import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.DelayedMessages;
import io.skylark.protocol.api.OpenTransactions;
import io.skylark.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Messages that no consumer sees yet: delayed ones, and first halves of transactions. Only brokers of Skylark tell of them;
/// others refuse it with [io.skylark.protocol.ResponseCode#REQUEST_CODE_NOT_SUPPORTED].
public final class WaitingAdmin {
    /// Questions to one broker for one list; it looks at up to 1,000 messages for each.
    private static final int MAX_QUESTIONS = 200;

    /// A message that waits for its time.
    public record Delayed(String broker, DelayedMessages.Waiting message) {
        public Instant due() {
            return Instant.ofEpochMilli(message.due());
        }
    }

    /// A transaction that waits for its decision.
    public record Open(String broker, OpenTransactions.Open transaction) {
        public Instant begun() {
            return Instant.ofEpochMilli(transaction.begun());
        }
    }

    /// Part of a list.
    ///
    /// @param next from when on the rest is; empty when there is no more
    public record Part<T>(List<T> rows, Optional<Instant> next) {}

    private final Servers servers;

    WaitingAdmin(Servers servers) {
        this.servers = servers;
    }

    /// Delayed messages, those that are due first in front.
    ///
    /// @param topic only of this one; empty for any
    /// @param messageId only with this one; empty for any
    /// @param from only what is due then or later
    /// @param max how many
    /// @throws SkylarkException when a broker does not tell
    public Part<Delayed> delayed(String topic, String messageId, Instant from, int max) {
        Place first = new Place(Instant.ofEpochMilli(Math.max(0, from.toEpochMilli())), 0);
        return list(Delayed::due, first, max, (broker, address, place, count) -> {
            Command answer = servers.demand("The list of delayed messages", address, DelayedMessages.API.request(
                    new DelayedMessages.Request(topic, messageId, place.time.toEpochMilli(), place.position, count)));
            DelayedMessages.Page page = Json.decode(answer.body(), DelayedMessages.Page.class);
            return new Page<>(
                    page.messages().stream().map(each -> new Delayed(broker, each)).toList(),
                    Optional.ofNullable(page.next()).map(next -> Place.of(next.due(), next.position())));
        });
    }

    /// Open transactions, the oldest first.
    ///
    /// @param topic only of this one; empty for any
    /// @param max how many
    /// @throws SkylarkException when a broker does not tell
    public Part<Open> transactions(String topic, int max) {
        return list(Open::begun, Place.of(0, 0), max, (broker, address, place, count) -> {
            Command answer = servers.demand("The list of open transactions", address, OpenTransactions.API.request(
                    new OpenTransactions.Request(topic, place.position, count)));
            OpenTransactions.Page page = Json.decode(answer.body(), OpenTransactions.Page.class);
            return new Page<>(
                    page.transactions().stream().map(each -> new Open(broker, each)).toList(),
                    Optional.ofNullable(page.next()).map(next -> Place.of(next.begun(), next.position())));
        });
    }

    /// Where a page of one broker begins.
    private record Place(Instant time, long position) {
        static Place of(long millis, long position) {
            return new Place(Instant.ofEpochMilli(millis), position);
        }
    }

    private record Page<T>(List<T> rows, Optional<Place> next) {}

    private interface Question<T> {
        Page<T> ask(String broker, String address, Place from, int max);
    }

    /// The brokers' lists as one, which ends where one of them was not looked at any further.
    private <T> Part<T> list(Function<T, Instant> time, Place first, int max, Question<T> question) {
        List<T> rows = new ArrayList<>();
        List<Instant> rests = new ArrayList<>();
        servers.masters().forEach((broker, address) -> {
            Optional<Place> next = Optional.of(first);
            int found = 0;
            for (int i = 0; next.isPresent() && found < max && i < MAX_QUESTIONS; i++) {
                Page<T> page = question.ask(broker, address, next.get(), max - found);
                rows.addAll(page.rows);
                found += page.rows.size();
                next = page.next;
            }
            next.ifPresent(rest -> rests.add(rest.time));
        });
        rows.sort(Comparator.comparing(time));
        rows.stream().skip(max).findFirst().map(time).ifPresent(rests::add);
        Optional<Instant> rest = rests.stream().min(Comparator.naturalOrder());
        return new Part<>(
                rows.stream()
                        .filter(row -> rest.isEmpty() || !time.apply(row).isAfter(rest.get()))
                        .limit(max)
                        .toList(),
                rest);
    }
}
