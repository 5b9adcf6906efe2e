package io.skylark.net;

import io.skylark.protocol.RefusedRequest;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.wire.ProtocolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which handler answers which request code, and on which kind of thread. Immutable.
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private record Target(RequestHandler handler, boolean blocking, @Nullable Gate gate) {}

    /// Fast handlers are for codes below this.
    private static final int MAX_FAST_CODE = 512;

    private final Map<Integer, Target> targets;
    private final @Nullable FastHandler[] fast;
    private final BlockingCalls blockingCalls;
    private final RpcTimes times;

    private Router(
            Map<Integer, Target> targets, @Nullable FastHandler[] fast, BlockingCalls blockingCalls, RpcTimes times) {
        this.targets = Map.copyOf(targets);
        this.fast = fast;
        this.blockingCalls = blockingCalls;
        this.times = times;
    }

    /// The same without its fast handlers: every request takes the general way, which says what the fast one has to come
    /// to.
    public Router withoutFastHandlers() {
        return new Router(targets, new FastHandler[MAX_FAST_CODE], blockingCalls, times);
    }

    /// The same with more conversations, on the same threads.
    public Router with(Consumer<Builder> more) {
        Builder builder = new Builder(times);
        builder.targets.putAll(targets);
        more.accept(builder);
        return new Router(builder.targets, fast, blockingCalls, times);
    }

    /// The same with a gate before the conversations of these codes. Fast handlers have no gate before them: their codes
    /// must not be among these.
    public Router guarded(Set<Integer> codes, Gate gate) {
        Map<Integer, Target> guarded = new HashMap<>(targets);
        for (int code : codes) {
            if (code < MAX_FAST_CODE && fast[code] != null) {
                throw new IllegalStateException("a gate before the fast handler for request code " + code);
            }
            guarded.computeIfPresent(code, (known, target) -> new Target(target.handler, target.blocking, gate));
        }
        return new Router(guarded, fast, blockingCalls, times);
    }

    public static Builder builder() {
        return new Builder(new RpcTimes(System::nanoTime));
    }

    /// @param times where the requests are measured
    public static Builder builder(RpcTimes times) {
        return new Builder(times);
    }

    /// How long requests took.
    public RpcTimes times() {
        return times;
    }

    /// Collects handlers; a code that is registered twice is a mistake in the wiring.
    public static final class Builder {
        private final Map<Integer, Target> targets = new HashMap<>();
        private final @Nullable FastHandler[] fast = new FastHandler[MAX_FAST_CODE];
        private final RpcTimes times;

        private Builder(RpcTimes times) {
            this.times = times;
        }

        /// A handler that never blocks: it runs on the event loop of its connection.
        public Builder direct(int code, RequestHandler handler) {
            return add(code, new Target(handler, false, null));
        }

        /// A handler that may block: it runs on a virtual thread of its own.
        public Builder blocking(int code, RequestHandler handler) {
            return add(code, new Target(handler, true, null));
        }

        /// A handler that is asked before the others, for the plain requests of a busy conversation.
        ///
        /// @param code below 512
        public Builder fast(int code, FastHandler handler) {
            if (fast[code] != null) {
                throw new IllegalStateException("two fast handlers for request code " + code);
            }
            fast[code] = handler;
            return this;
        }

        private Builder add(int code, Target target) {
            if (targets.put(code, target) != null) {
                throw new IllegalStateException("two handlers for request code " + code);
            }
            return this;
        }

        public Router build(NetConfig config) {
            return new Router(
                    targets, fast.clone(), new BlockingCalls(config.maxBlockingCalls()), times);
        }
    }

    /// Lets a fast handler answer; false when there is none, or it does not want this one.
    boolean routeFast(FastRequest request) {
        int code = request.header().code();
        FastHandler handler = code < MAX_FAST_CODE ? fast[code] : null;
        if (handler == null) {
            return false;
        }
        try {
            return handler.handle(request);
        } catch (RequestFailure refused) {
            request.fail(refused.code(), refused.remark());
        } catch (Throwable failure) {
            // the outermost loop of a request, as below
            LOG.error("request {} from {} failed", code, request.connection(), failure);
            request.fail(ResponseCode.SYSTEM_ERROR, describe(failure));
        }
        return true;
    }

    void route(Exchange exchange) {
        int code = exchange.request().code();
        Target target = targets.get(code);
        if (target == null) {
            refuse(exchange, code);
            return;
        }
        Optional<String> refusal =
                target.gate == null ? Optional.empty() : target.gate.refusal(exchange.connection());
        if (refusal.isPresent()) {
            exchange.fail(ResponseCode.NO_PERMISSION, refusal.get());
        } else if (!target.blocking) {
            run(target.handler, exchange);
        } else {
            runBlocking(target.handler, exchange);
        }
    }

    /// What of RocketMQ is not here is refused with the reason; about other codes nothing is known.
    private static void refuse(Exchange exchange, int code) {
        RefusedRequest known = RefusedRequest.find(code);
        if (known == null) {
            exchange.fail(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, " request type " + code + " not supported");
        } else {
            exchange.fail(known.answer(), known.remark());
        }
    }

    /// Waits for the calls that block to end; further ones are answered as busy from then on.
    ///
    /// @return false when some have not ended in time
    public boolean finish(Duration limit) throws InterruptedException {
        return blockingCalls.finish(limit);
    }

    /// Continues an exchange on a virtual thread, from a handler that found out that it has to wait.
    ///
    /// @return false when too many wait: the exchange was answered as busy, and the handler will not run
    public boolean runBlocking(RequestHandler handler, Exchange exchange) {
        boolean runs = blockingCalls.run(() -> run(handler, exchange));
        if (!runs) {
            exchange.fail(ResponseCode.SYSTEM_BUSY, "[OVERLOAD]system busy, start flow control for a while");
        }
        return runs;
    }

    /// Continues an exchange on a thread of the caller's choice; what the executor refuses is answered as busy.
    public void continueOn(Executor executor, RequestHandler handler, Exchange exchange) {
        try {
            executor.execute(() -> run(handler, exchange));
        } catch (RejectedExecutionException full) {
            exchange.fail(ResponseCode.SYSTEM_BUSY, "[OVERLOAD]system busy, too many such requests wait already");
        }
    }

    private static void run(RequestHandler handler, Exchange exchange) {
        try {
            handler.handle(exchange);
        } catch (ProtocolException badRequest) {
            exchange.fail(ResponseCode.SYSTEM_ERROR, String.valueOf(badRequest.getMessage()));
        } catch (RequestFailure refused) {
            exchange.fail(refused.code(), refused.remark());
        } catch (Throwable failure) {
            // the outermost loop of a request: an error that stays here costs one answer, else a connection or a thread
            LOG.error("request {} from {} failed", exchange.request().code(), exchange.connection(), failure);
            exchange.fail(ResponseCode.SYSTEM_ERROR, describe(failure));
        }
    }

    private static String describe(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return failure.getClass().getName() + (message == null ? "" : ", " + message);
    }
}
