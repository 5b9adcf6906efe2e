package io.skylark.net.http;

import java.nio.charset.StandardCharsets;

/// A page.
///
/// @param status of HTTP, such as 200
public record PageAnswer(int status, String contentType, byte[] body) {
    public static final int OK = 200;
    public static final int NOT_FOUND = 404;
    public static final int UNAVAILABLE = 503;

    static final int BAD_REQUEST = 400;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int FAILED = 500;

    /// Plain text with a line end.
    public static PageAnswer text(int status, String line) {
        return new PageAnswer(
                status, "text/plain; charset=utf-8", (line + '\n').getBytes(StandardCharsets.UTF_8));
    }

    public static PageAnswer json(int status, byte[] body) {
        return new PageAnswer(status, "application/json", body);
    }
}
