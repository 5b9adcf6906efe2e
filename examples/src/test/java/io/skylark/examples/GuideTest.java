package io.skylark.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The snippets of the guide are regions of the examples, word for word: a comment `<!-- Class.region -->` before each
/// snippet says which.
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "client.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "skylark", "examples");
    private static final Pattern SNIPPET =
            Pattern.compile("(?:<!-- (\\w+)\\.(\\w+) -->\n)?```java\n(.*?)\n```", Pattern.DOTALL);

    private record Snippet(String program, String region, String text) {}

    private static List<Snippet> snippets() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        Matcher found = SNIPPET.matcher(Files.readString(GUIDE));
        while (found.find()) {
            snippets.add(new Snippet(
                    String.valueOf(found.group(1)), String.valueOf(found.group(2)), found.group(3)));
        }
        return snippets;
    }

    /// Without the indentation of its first line.
    private static String region(String program, String region) throws IOException {
        List<String> lines = Files.readAllLines(SOURCES.resolve(program + ".java"));
        List<String> inside = new ArrayList<>();
        boolean in = false;
        for (String line : lines) {
            if (line.strip().equals("// end")) {
                in = false;
            }
            if (in) {
                inside.add(line);
            }
            if (line.strip().equals("// region: " + region)) {
                in = true;
            }
        }
        assertThat(inside).as("region %s of %s", region, program).isNotEmpty();
        int indent = inside.get(0).length() - inside.get(0).stripLeading().length();
        return inside.stream()
                .map(line -> line.length() < indent ? line : line.substring(indent))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everySnippetIsARegionOfAnExample() throws IOException {
        List<Snippet> snippets = snippets();
        assertThat(snippets).hasSizeGreaterThan(15);
        for (Snippet snippet : snippets) {
            assertThat(snippet.program()).as("a snippet without a region: %s", snippet.text()).isNotEqualTo("null");
            assertThat(snippet.text())
                    .as("%s.%s", snippet.program(), snippet.region())
                    .isEqualTo(region(snippet.program(), snippet.region()));
        }
    }

    @Test
    void everyProgramIsInTheGuide() throws IOException {
        String guide = Files.readString(GUIDE);
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<String> programs = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info") && !name.equals("Connection"))
                    .toList();
            assertThat(programs).isNotEmpty().allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
        }
    }
}
