package io.skylark.net.http;

import io.skylark.net.NetConfig;
import io.skylark.net.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpServerTest {
    private static final int LIMIT_MILLIS = 10_000;

    private final CountDownLatch slow = new CountDownLatch(1);
    private final Transport transport = new Transport(NetConfig.STANDARD);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.bind(transport, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Map.of(
                "/echo", request -> PageAnswer.text(
                        PageAnswer.OK, request.query().getOrDefault("say", "nothing") + " " + request.accept()
                                + " on " + Thread.currentThread().isVirtual()),
                "/slow", request -> {
                    try {
                        slow.await();
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                    }
                    return PageAnswer.text(PageAnswer.OK, "slow");
                },
                "/broken", request -> {
                    throw new IllegalStateException("for the test");
                }));
    }

    @AfterEach
    void stop() {
        slow.countDown();
        server.close();
        transport.close();
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    /// Header lines and body of one answer.
    private static List<String> answer(Socket socket, boolean withBody) throws IOException {
        InputStream in = socket.getInputStream();
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        if (withBody) {
            lines.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private String ask(String text) throws IOException {
        try (Socket socket = dial()) {
            send(socket, text);
            return String.join("\n", answer(socket, true));
        }
    }

    @Test
    void answersOneRequestAfterTheOtherOnOneConnection() throws IOException {
        try (Socket socket = dial()) {
            send(socket, get("/echo?say=one%20two"));
            assertThat(answer(socket, true)).contains("HTTP/1.1 200 OK", "one two  on true\n");
            send(socket, "GET /echo HTTP/1.1\r\nAccept: text/x\r\n\r\n" + get("/missing"));
            assertThat(answer(socket, true)).contains("nothing text/x on true\n");
            assertThat(answer(socket, true)).contains(
                    "HTTP/1.1 404 Not Found", "no such page; there are /broken /echo /slow\n");
        }
    }

    @Test
    void answersInTheOrderOfTheRequests() throws IOException {
        try (Socket socket = dial()) {
            send(socket, get("/slow") + get("/echo"));
            slow.countDown();
            assertThat(answer(socket, true)).contains("slow\n");
            assertThat(answer(socket, true)).contains("nothing  on true\n");
        }
    }

    @Test
    void aHeadRequestGetsNoBody() throws IOException {
        try (Socket socket = dial()) {
            send(socket, "HEAD /echo HTTP/1.1\r\n\r\n" + get("/echo"));
            assertThat(answer(socket, false)).contains("content-length: 17");
            assertThat(answer(socket, true)).contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void closesWhenItIsAskedToAndForOldClients() throws IOException {
        for (String text : List.of(
                "GET /echo HTTP/1.1\r\nConnection: close\r\n\r\n", "GET /echo HTTP/1.0\r\n\r\n")) {
            try (Socket socket = dial()) {
                send(socket, text);
                assertThat(answer(socket, true)).contains("HTTP/1.1 200 OK");
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void refusesWhatItDoesNotServeAndCloses() throws IOException {
        assertThat(ask("POST /echo HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")).contains("405", "GET, HEAD");
        assertThat(ask("GET /echo HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")).contains("413");
        assertThat(ask("GET /echo?say=%zz HTTP/1.1\r\n\r\n")).contains("400");
        assertThat(ask("GET /" + "x".repeat(HttpServer.MAX_LINE_BYTES) + " HTTP/1.1\r\n\r\n")).contains("400");
        assertThat(ask("GET /echo HTTP/1.1\r\nA: " + "x".repeat(HttpServer.MAX_HEADER_BYTES) + "\r\n\r\n"))
                .contains("400");
    }

    @Test
    void closesOnGarbage() throws IOException {
        try (Socket socket = dial()) {
            send(socket, "\0\0\0\u0010 this is no HTTP\r\n\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).contains("400");
        }
    }

    @Test
    void aPageThatFailsIsAnsweredAndTheConnectionGoesOn() throws IOException {
        try (Socket socket = dial()) {
            send(socket, get("/broken"));
            assertThat(answer(socket, true)).contains("HTTP/1.1 500 Internal Server Error");
            send(socket, get("/echo"));
            assertThat(answer(socket, true)).contains("HTTP/1.1 200 OK");
        }
    }

    @Test
    void saysThatItIsBusyInsteadOfMakingMoreAndMorePages() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < PageRunner.MAX_RUNNING + 1; i++) {
                Socket socket = dial();
                waiting.add(socket);
                send(socket, get("/slow"));
            }
            // all but one wait; nobody knows which of them came last
            assertThat(firstAnswer(waiting)).contains("503");
        } finally {
            slow.countDown();
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static String firstAnswer(List<Socket> sockets) throws IOException {
        long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
        while (System.nanoTime() < end) {
            for (Socket socket : sockets) {
                if (socket.getInputStream().available() > 0) {
                    return String.join("\n", answer(socket, true));
                }
            }
            Thread.onSpinWait();
        }
        return "";
    }

    @Test
    void saysWhichAddressItCannotHave() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

        assertThatThrownBy(() -> HttpServer.bind(transport, taken, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(Integer.toString(server.port()));
    }
}
