package io.skylark.net.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: requests are answered one after the other, in their order. Owned by its event loop.
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {
    /// Requests that may wait behind the one that is being answered.
    private static final int MAX_WAITING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    /// @param refusal when no page is to be asked for it
    private record Waiting(PageRequest request, boolean head, boolean keepAlive, Optional<PageAnswer> refusal) {}

    private final PageRunner runner;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean ending;

    HttpConnection(PageRunner runner) {
        this.runner = runner;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (ending) {
            return; // what follows a request that ends the connection
        }
        if (message instanceof HttpRequest request) {
            take(context, request);
        } else if (message instanceof HttpContent content
                && (content.decoderResult().isFailure() || content.content().isReadable())) {
            ending = true; // a body that was not announced; behind it nobody knows where a request begins
            context.close();
        }
    }

    private void take(ChannelHandlerContext context, HttpRequest request) {
        Optional<PageAnswer> refusal = refusal(request);
        boolean refused = refusal.isPresent();
        boolean keepAlive = !refused && HttpUtil.isKeepAlive(request);
        ending = !keepAlive;
        if (waiting.size() >= MAX_WAITING) {
            ending = true;
            context.close();
            return;
        }
        waiting.add(new Waiting(
                refused ? new PageRequest("", Map.of(), "") : parse(request),
                request.method().equals(HttpMethod.HEAD), keepAlive, refusal));
        next(context);
    }

    private static Optional<PageAnswer> refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return refusal(PageAnswer.BAD_REQUEST, "this is no HTTP request that is served here");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return refusal(PageAnswer.METHOD_NOT_ALLOWED, "only GET and HEAD are served here");
        }
        if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0) {
            return refusal(PageAnswer.TOO_LARGE, "a request must have no body here");
        }
        try {
            parse(request);
            return Optional.empty();
        } catch (IllegalArgumentException wrong) {
            return refusal(PageAnswer.BAD_REQUEST, "the address cannot be read: " + wrong.getMessage());
        }
    }

    private static Optional<PageAnswer> refusal(int status, String line) {
        return Optional.of(PageAnswer.text(status, line));
    }

    private static PageRequest parse(HttpRequest request) {
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        Map<String, String> query = new HashMap<>();
        address.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
        String accept = request.headers().get(HttpHeaderNames.ACCEPT);
        return new PageRequest(address.path(), query, accept == null ? "" : accept);
    }

    private void next(ChannelHandlerContext context) {
        if (busy) {
            return;
        }
        Waiting first = waiting.poll();
        if (first == null) {
            return;
        }
        busy = true;
        if (first.refusal.isPresent()) {
            write(context, first, first.refusal.get());
        } else {
            runner.run(first.request, answer -> context.executor().execute(() -> write(context, first, answer)));
        }
    }

    private void write(ChannelHandlerContext context, Waiting to, PageAnswer answer) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()),
                to.head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (answer.status() == PageAnswer.METHOD_NOT_ALLOWED) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        response.headers().set(
                HttpHeaderNames.CONNECTION, to.keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        var written = context.writeAndFlush(response);
        busy = false;
        if (to.keepAlive) {
            next(context);
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("closing the HTTP connection of {}: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }
}
