package io.skylark.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark completion SHELL`, and `skylark completion suggest -- WORD...`, which the scripts call.
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            CompletionCommand.DESCRIPTION,
            "",
            "Commands, options, and the names of topics, groups, brokers and contexts, which are asked of the cluster."
        },
        footer = {
            "",
            "bash: eval \"$(skylark completion bash)\"         (in ~/.bashrc)",
            "zsh:  eval \"$(skylark completion zsh)\"          (in ~/.zshrc, behind compinit)",
            "fish: skylark completion fish | source          (in ~/.config/fish/config.fish)"
        })
public final class CompletionCommand implements Callable<Integer> {
    public static final String DESCRIPTION = "Print a script that lets a shell complete what is typed.";

    private static final String SUGGEST = "suggest";
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private final Function<String[], CommandLine> commands;

    @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "the shell")
    private String shell = "";

    @Parameters(index = "1..*", hidden = true)
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// @param commands what knows the commands that words ask for
    public CompletionCommand(Function<String[], CommandLine> commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException {
        if (shell.equals(SUGGEST)) {
            List<String> typed = words.isEmpty() ? List.of("") : words;
            new Suggestions(commands.apply(typed.toArray(String[]::new)), new Names(typed)).of(typed)
                    .forEach(spec.commandLine().getOut()::println);
            return 0;
        }
        if (!SHELLS.contains(shell)) {
            throw new IllegalArgumentException("there is no script for '" + shell + "', only for "
                    + String.join(", ", SHELLS));
        }
        try (InputStream script = CompletionCommand.class.getResourceAsStream("skylark." + shell)) {
            if (script == null) {
                throw new IOException("the script for " + shell + " is missing in this build");
            }
            spec.commandLine().getOut().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        return 0;
    }
}
