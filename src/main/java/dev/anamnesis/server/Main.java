package dev.anamnesis.server;

import dev.anamnesis.bench.BenchCommand;
import dev.anamnesis.load.LoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "anamnesis",
    description = "A FHIR R4 server whose history is the record.",
    subcommands = {
      ServeCommand.class,
      VerifyCommand.class,
      ExportLogCommand.class,
      RebuildCommand.class,
      LoadCommand.class,
      BenchCommand.class,
      RehearseCommand.class,
      ConstantCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "Anamnesis 0.1.0")
public final class Main {

  Main() {}

  public static void main(String[] args) {
    int exit = new CommandLine(new Main()).execute(args);
    if (exit != 0) System.exit(exit);
  }
}
