package io.skylark.cli.frame;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `-o`, and what it does. Whatever a command finds or did goes through one call of this, so that JSON and YAML are one
/// value.
public final class Output {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|wide|json|yaml|name",
            description = "how to print (default: ${DEFAULT-VALUE})")
    private OutputForm form = OutputForm.table;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    public OutputForm form() {
        return form;
    }

    /// Whether people read it.
    public boolean isTable() {
        return form == OutputForm.table || form == OutputForm.wide;
    }

    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    public PrintWriter err() {
        return command.commandLine().getErr();
    }

    /// Prints rows.
    public <T> void list(Columns<T> columns, Collection<T> rows) {
        switch (form) {
            case table, wide -> TableText.print(columns.shown(form == OutputForm.wide), rows, out());
            case json, yaml -> tree(rows.stream().map(columns::tree).toList());
            case name -> rows.forEach(row -> out().println(columns.name(row)));
        }
        out().flush();
    }

    /// Prints one row with all that is known of it.
    public <T> void one(Columns<T> columns, T row) {
        switch (form) {
            case table, wide -> TableText.printOne(columns.shown(true), row, out());
            case json, yaml -> tree(columns.tree(row));
            case name -> out().println(columns.name(row));
        }
        out().flush();
    }

    /// Prints what has a form of its own; for people, `table` is called.
    public void tree(Object tree, Runnable table) {
        if (isTable() || form == OutputForm.name) {
            table.run();
        } else {
            tree(tree);
        }
        out().flush();
    }

    private void tree(Object tree) {
        out().print(form == OutputForm.yaml ? YamlText.of(tree) : JsonText.of(tree) + System.lineSeparator());
    }

    /// Says what was done.
    ///
    /// @param kind such as `topic`
    /// @param outcome such as `created with 8 queues on broker-a`
    public void done(String kind, String name, String outcome) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(kind, name);
        tree.put("outcome", outcome);
        tree(tree, () -> out().println(form == OutputForm.name ? name : kind + " " + name + ": " + outcome));
    }

    /// A remark for people, beside what is printed.
    public void remark(String sentence) {
        if (isTable()) {
            err().println(sentence);
        }
    }

    /// The form that a command line asks for, as far as it could be read; for failures.
    static Optional<OutputForm> of(CommandSpec command) {
        return Optional.ofNullable(command.mixins().get("output"))
                .map(mixin -> mixin.userObject() instanceof Output output ? output.form : OutputForm.table);
    }
}
