package io.skylark.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What `bin/skylark cache` runs behind [CommandTraining], in a JVM that keeps what it learns: a server that ends with its
/// standard input, of which the first line holds its arguments. Its only argument is an empty folder for the data, which
/// nobody needs afterwards.
public final class ServerTraining {
    private static final String HTTP = "httpListenPort=";

    private ServerTraining() {}

    public static void main(String[] words) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String told = commands.readLine();
        if (words.length != 1 || told == null) {
            System.err.println("ServerTraining: the name of an empty folder, or the line with the ports, is missing");
            System.exit(ExitCode.USAGE);
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("dev", "--data", words[0]));
        arguments.addAll(List.of(told.split(" ")));
        Thread.ofPlatform().name("training-server").daemon().start(
                () -> Skylark.execute(arguments.toArray(String[]::new)));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(line);
        }
        int http = arguments.stream().filter(word -> word.startsWith(HTTP))
                .mapToInt(word -> Integer.parseInt(word.substring(HTTP.length()))).findFirst().orElse(0);
        look(http, "/health/ready");
        look(http, "/metrics");
        System.exit(ExitCode.OK);
    }

    /// Asks for a page, over a plain socket: the HTTP client of Java is nothing that a server needs.
    private static void look(int port, String page) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(
                    ("GET " + page + " HTTP/1.1\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200")) {
                System.err.println("ServerTraining: " + page + " was answered " + answer.lines().findFirst().orElse(""));
                System.exit(ExitCode.FAILED);
            }
        }
    }
}
