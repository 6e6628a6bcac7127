// The command line of earshot. Exit codes: 0 done, 2 the input can't be used, 3 stopped by a signal,
// 1 anything else went wrong.
#include "postprocess/report/pages.h"
#include "postprocess/report/report.h"
#include "postprocess/view.h"
#include "solver/app/check.h"
#include "solver/app/compare.h"
#include "solver/app/equalize.h"
#include "solver/app/explore.h"
#include "solver/app/fit_command.h"
#include "solver/app/geometry_listing.h"
#include "solver/app/mesh_command.h"
#include "solver/app/model_command.h"
#include "solver/app/motor_command.h"
#include "solver/app/play.h"
#include "solver/app/run.h"
#include "solver/app/study_command.h"
#include "solver/app/tune_command.h"
#include "solver/config/documents.h"
#include "solver/config/located.h"
#include "solver/config/reader.h"
#include "solver/runtime/guard.h"
#include "solver/runtime/mpi_start.h"
#include "solver/runtime/on_root.h"
#include "solver/version.h"

#include <CLI/CLI.hpp>
#include <deal.II/base/exceptions.h>
#include <deal.II/base/mpi.h>
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace {

using namespace earshot;

CLI::Option *add_case_options(CLI::App &command, Options &options) {
  CLI::Option *const file = command.add_option("case", options.case_file, "case file (TOML)")->required();
  command.add_option("--set", options.overrides, "key=value: overrides a value of the case file");
  command.add_flag("--force", options.force, "go on though the memory seems too small");
  return file;
}

void require_case_or_model(const Options &options) {
  if (options.case_file.empty() && options.model.empty())
    throw CLI::RequiredError("case or --model");
}

/// A saved model takes the place of the case file.
void add_model_options(CLI::App &command, CLI::Option &case_file, Options &options) {
  CLI::Option *const save =
      command.add_option("--save-model", options.save_model, "keep the reduced model in an HDF5 file");
  case_file.required(false);
  command.add_option("--model", options.model, "evaluate a model that was kept, instead of a case")
      ->excludes(&case_file)
      ->excludes(save);
  command.callback([&] { require_case_or_model(options); });
}

int run_with_report(const Options &options) {
  const int code = options.model.empty() ? run(options, MPI_COMM_WORLD) : run_model(options, MPI_COMM_WORLD);
  if (code == 0 && dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    add_report(options.results_directory());
  return code;
}

/// Runs a case unless its model was named, so that `options.model` is one. @return the exit code
int make_model(Options &options) {
  if (!options.model.empty())
    return 0;
  options.save_model = (options.results_directory() / "model.h5").string();
  const int code = run_with_report(options);
  options.model = options.save_model;
  return code;
}

/// Of a case the model is made first.
int explore_model(Options options, int port) {
  if (const int code = make_model(options); code != 0)
    return code;
  if (dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1)
    throw UserError("explore takes one process: make the model with run --save-model, then explore --model");
  return explore(options.model, port, explorer_page());
}

void add_play_options(CLI::App &command, Options &options, PlayOptions &play, std::string &earphone) {
  command.add_option("earphone", earphone, "case file, or a model that a run kept (.h5)")->required();
  command.add_option("signal", play.signal, "WAV or FLAC file")->required();
  command.add_option("-o,--output", play.output, "WAV or FLAC file of the pressure at the eardrum")
      ->required();
  command.add_option("--distortion", play.distortion, "file of what the laws at large signal add");
  command.add_option("--voltage", play.voltage,
                     "RMS of a sine at full scale, such as \"0.2 V\" (default: source.voltage)");
  command.add_option("--full-scale", play.full_scale,
                     "level of a sine at full scale of the output, such as \"120 dB\" (default: what just "
                     "holds it)");
  command.add_option("--relative-to", play.relative_to,
                     "level over frequency that is taken out, such as a target of the same ear, to listen "
                     "with headphones that have it");
  command.add_flag("--linear", play.linear, "leave the laws at large signal out");
  command.add_flag("--force", play.force, "play a signal that was cut off, and curves of another ear");
  command.add_option("--set", options.overrides, "key=value: overrides a value of the case file");
}

/// Of a case the model is made first, in its folder of results.
int play_signal(Options options, const std::string &earphone, const PlayOptions &play_options) {
  (std::filesystem::path(earphone).extension() == ".h5" ? options.model : options.case_file) = earphone;
  if (!options.model.empty() && !options.overrides.empty())
    throw UserError({"--set", 0, 0, ""}, "found a saved model, expected a case file to change");
  on_root(MPI_COMM_WORLD, [&] { check_play(play_options); });
  if (const int code = make_model(options); code != 0)
    return code;
  on_root(MPI_COMM_WORLD, [&] { play(options.model, play_options); });
  return 0;
}

/// Pictures are an addition: without a display, or when drawing fails, the results stand.
void draw_alone(const std::function<std::vector<std::filesystem::path>()> &pictures) {
  if (!display_answers()) {
    fmt::print("no X server answers; earshot view draws the pictures where there is one\n");
    return;
  }
  try {
    for (const auto &picture : pictures())
      fmt::print("{}\n", picture.string());
  } catch (const std::exception &error) {
    fmt::print(stderr, "warning: a picture is missing: {}\n", error.what());
  }
}

/// The same on rank 0 of several.
void draw(const std::function<std::vector<std::filesystem::path>()> &pictures) {
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    draw_alone(pictures);
}

void add_compare_options(CLI::App &command, CompareOptions &options) {
  command.add_option("first", options.first, "what the others are compared with: folder of a run, or file")
      ->required();
  command.add_option("others", options.others, "folders of runs, files of measurements (FRD, ZMA, REW, CSV)");
  command
      .add_option("--target", options.targets, "file that the first curve is to follow; repeat it for more")
      ->allow_extra_args(false);
  command.add_option("--quantity", options.quantity, "level (default) or impedance");
  command.add_option("--align", options.alignment,
                     "where levels are made equal: \"500 Hz\" (default), \"200 Hz..2 kHz\", none (default "
                     "between runs)");
  command.add_option("--smooth", options.smoothing, "\"1/12\" octave (default), none (default between runs)");
  command.add_option("--bands", options.bands, "ends of the bands: \"100 Hz, 1 kHz, 8 kHz\"");
  command.add_flag("--force", options.force, "compare what was measured differently");
  command.add_option("-o,--output", options.directory, "folder for the results");
  command.callback([&] {
    if (options.others.empty() && options.targets.empty())
      throw CLI::RequiredError("something to compare with");
  });
}

void add_equalize_options(CLI::App &command, EqualizeOptions &options) {
  command.add_option("source", options.source, "folder of a run, or file of a measurement")->required();
  command.add_option("--target", options.target, "file that the curve is to follow")->required();
  command.add_option("-o,--output", options.output, "WAV file of the filter's taps")->required();
  command.add_option("--phase", options.phase, "minimum (default) or linear");
  command.add_option("--band", options.band, "that is equalized: \"20 Hz..16 kHz\" (default)");
  command.add_option("--align", options.alignment,
                     "where both levels are made equal: \"500 Hz\" (default), \"200 Hz..2 kHz\"");
  command.add_option("--smooth", options.smoothing, "\"1/12\" octave (default), none");
  command.add_option("--most-boost", options.most_boost, "\"12 dB\" (default)");
  command.add_option("--rate", options.sample_rate, "sample rate of the filter [Hz]");
  command.add_option("--taps", options.n_taps, "its length");
  command.add_flag("--force", options.force, "take a target of another ear");
}

int compare_and_draw(const CompareOptions &options) {
  compare(options);
  draw_alone([&] { return std::vector{draw_comparison(options.directory)}; });
  return 0;
}

/// On one rank: a response takes milliseconds.
int fit(Options options) {
  options.directory = (options.directory.empty() ? "results" / std::filesystem::path(options.case_file).stem()
                                                 : std::filesystem::path(options.directory))
                          .string();
  on_root(MPI_COMM_WORLD, [&] { run_fit(options); });
  draw([&] {
    const std::filesystem::path directory = options.results_directory();
    std::vector pictures{draw_fit(directory)};
    if (std::filesystem::exists(directory / "predictions.csv"))
      pictures.push_back(draw_predictions(directory));
    return pictures;
  });
  return 0;
}

int motor(const Options &options) {
  const int code = run_motor(options, MPI_COMM_WORLD);
  draw([&] { return draw_motor(options.results_directory()); });
  return code;
}

int check_case(const Options &options) {
  if (const auto geometry = list_geometry(options, MPI_COMM_WORLD))
    draw([&] { return std::vector{draw_geometry(*geometry)}; });
  return check(options, MPI_COMM_WORLD);
}

/// What the command line says, for all commands.
struct Arguments {
  Options options;
  std::string shard = "1/1", mesh_file, played_earphone, folder;
  int groups = 1, port = 0;
  PlayOptions play;
  CompareOptions compare;
  EqualizeOptions equalize;
  std::optional<double> view_frequency, view_animation;
};

/// A subcommand and what it does. @return the exit code
struct Command {
  CLI::App *app;
  bool parallel; ///< under MPI
  std::function<int()> action;
};

void add_progress_options(CLI::App &command, Options &options) {
  command.add_option("-o,--output", options.directory, "folder for the results");
  command.add_flag("-q,--quiet", options.quiet, "no progress on the screen");
}

void add_resume(CLI::App &command, Options &options) {
  command.add_flag("--resume", options.resume, "go on where a killed run stopped");
}

Command run_command(CLI::App &app, Arguments &arguments) {
  Options &options = arguments.options;
  CLI::App &command = *app.add_subcommand("run", "solve a case and write its results");
  add_model_options(command, *add_case_options(command, options), options);
  add_progress_options(command, options);
  add_resume(command, options);
  command.add_option_function<std::string>(
      "--tolerance",
      [&](const std::string &text) { options.overrides.push_back("sweep.tolerance=\"" + text + "\""); },
      "error of the level at the eardrum that a fast sweep may make, such as \"0.01 dB\"");
  return {&command, true, [&] { return run_with_report(options); }};
}

Command study_command(CLI::App &app, Arguments &arguments) {
  Options &options = arguments.options;
  CLI::App &command =
      *app.add_subcommand("study", "answer the designs of a case's studies, without the case itself");
  add_case_options(command, options);
  add_progress_options(command, options);
  add_resume(command, options);
  command.add_option("--shard", arguments.shard,
                     "such as 2/4: the second of four shares, in a folder of its own within the results");
  command.add_option("--groups", arguments.groups, "part the processes into so many groups, a shard each")
      ->check(CLI::PositiveNumber);
  return {&command, true, [&] {
            options.shard = parse_shard(arguments.shard);
            return run_studies_alone(options, arguments.groups, MPI_COMM_WORLD);
          }};
}

Command merge_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand("merge", "put the tables of all shards of a study together");
  add_case_options(command, arguments.options);
  command.add_option("-o,--output", arguments.options.directory,
                     "folder for the results, which holds the shards");
  return {&command, false, [&] { return merge_shards(arguments.options); }};
}

Command explore_command(CLI::App &app, Arguments &arguments) {
  Options &options = arguments.options;
  CLI::App &command = *app.add_subcommand("explore", "serve a page with sliders for the numbers of a case");
  CLI::Option *const explored = add_case_options(command, options)->required(false);
  command.add_option("--model", options.model, "a model that a run kept, instead of a case")
      ->excludes(explored);
  command.add_option("-o,--output", options.directory, "folder for the results of the case");
  command.add_option("--port", arguments.port, "of 127.0.0.1; by default any that is free")
      ->check(CLI::Range(0, 65535));
  command.callback([&] { require_case_or_model(options); });
  return {&command, true, [&] { return explore_model(options, arguments.port); }};
}

Command play_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand("play", "play a sound file through an earphone to the eardrum");
  add_play_options(command, arguments.options, arguments.play, arguments.played_earphone);
  return {&command, true,
          [&] { return play_signal(arguments.options, arguments.played_earphone, arguments.play); }};
}

Command check_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command =
      *app.add_subcommand("check", "print the resolved model and what it will cost; no solve");
  add_case_options(command, arguments.options);
  command.add_option("-o,--output", arguments.options.directory,
                     "folder for geometry.vtp and .png of a CAD file");
  command.add_flag("--accuracy", arguments.options.forecast_accuracy,
                   "sweep the mesh coarsely, and forecast what an accuracy of 0.3, 0.1 and 0.03 dB takes");
  return {&command, true, [&] { return check_case(arguments.options); }};
}

Command mesh_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command =
      *app.add_subcommand("mesh", "write the air's mesh as a .msh file, or its template as a STEP file");
  add_case_options(command, arguments.options);
  command.add_option("-o,--output", arguments.mesh_file, "the .msh or .step file")->required();
  return {&command, true, [&] { return write_mesh(arguments.options, arguments.mesh_file, MPI_COMM_WORLD); }};
}

/// Tunes by the network or the model at hand and runs the case as it was tuned.
/// @return how far the run differs from what was tuned [dB], or the exit code of a run that failed
std::variant<double, int> tune_once(const Options &options) {
  on_root(MPI_COMM_WORLD, [&] { run_tune(options); });
  const std::filesystem::path directory = options.directory;
  draw([&] { return std::vector{draw_tuning(directory)}; });
  Options tuned;
  tuned.case_file = (directory / "tuned.toml").string();
  tuned.directory = (directory / "tuned").string();
  tuned.quiet = options.quiet;
  tuned.force = options.force;
  if (const int code = run_with_report(tuned))
    return code;
  double difference = 0;
  on_root(MPI_COMM_WORLD, [&] { difference = check_tuned(options, tuned.directory); });
  return dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, difference);
}

/// A case with a mesh is run first unless its model was named. Where the run of what was tuned differs from
/// the model, a new model is made there and tuned once more. @return the exit code
int tune(Options options) {
  constexpr double as_good_db = 0.05; // that a model may be off by at the tuned numbers
  options.directory = options.results_directory().string();
  const bool has_mesh = needs_model(options);
  if (has_mesh)
    if (const int code = make_model(options))
      return code;
  std::variant<double, int> outcome = tune_once(options);
  if (has_mesh && std::holds_alternative<double>(outcome) && std::get<double>(outcome) > as_good_db) {
    on_root(MPI_COMM_WORLD, [&] {
      fmt::print("the model is made anew at the tuned numbers, which are tuned once more\n");
      write_renewed(options);
    });
    options.case_file = (std::filesystem::path(options.directory) / "renewed.toml").string();
    options.overrides.clear();
    options.model.clear();
    if (const int code = make_model(options))
      return code;
    outcome = tune_once(options);
  }
  return std::holds_alternative<int>(outcome) ? std::get<int>(outcome) : 0;
}

Command motor_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command =
      *app.add_subcommand("motor", "compute the motors of a case from their magnetic circuits");
  add_case_options(command, arguments.options);
  command.add_option("-o,--output", arguments.options.directory, "folder for the results");
  return {&command, true, [&] { return motor(arguments.options); }};
}

Command fit_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand(
      "fit", "fit numbers of a case to measured curves, and say what they don't determine");
  add_case_options(command, arguments.options);
  add_progress_options(command, arguments.options);
  command.add_option("--model", arguments.options.model,
                     "the model that a run of the case kept, where it has a mesh");
  return {&command, true, [&] { return fit(arguments.options); }};
}

Command tune_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand("tune", "tune numbers of a case towards a target within bounds");
  add_case_options(command, arguments.options);
  add_progress_options(command, arguments.options);
  command.add_option("--model", arguments.options.model,
                     "a model that a run of the case kept, instead of a run");
  return {&command, true, [&] { return tune(arguments.options); }};
}

Command view_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand("view", "draw pictures of the results in a folder");
  command.add_option("directory", arguments.folder, "folder of a run")->required();
  command.add_option("--frequency", arguments.view_frequency,
                     "frequency of the pressure field's picture [Hz]");
  command.add_option("--animate", arguments.view_animation, "frequency of diaphragms in motion [Hz]");
  return {&command, false,
          [&] { return view(arguments.folder, arguments.view_frequency, arguments.view_animation); }};
}

Command report_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand("report", "write the report of the results in a folder anew");
  command.add_option("directory", arguments.folder, "folder of a run")->required();
  return {&command, false, [&] {
            fmt::print("{}\n", write_report(arguments.folder).string());
            return 0;
          }};
}

Command compare_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand("compare", "compare runs, measurements and targets");
  add_compare_options(command, arguments.compare);
  return {&command, false, [&] { return compare_and_draw(arguments.compare); }};
}

Command equalize_command(CLI::App &app, Arguments &arguments) {
  CLI::App &command = *app.add_subcommand("equalize", "make a filter that brings a response to a target");
  add_equalize_options(command, arguments.equalize);
  return {&command, false, [&] {
            equalize(arguments.equalize);
            return 0;
          }};
}

Command print_command(CLI::App &app, const char *name, const char *description, std::string (*document)()) {
  return {app.add_subcommand(name, description), false, [document] {
            fmt::print("{}", document());
            return 0;
          }};
}

std::vector<Command> add_commands(CLI::App &app, Arguments &arguments) {
  std::vector<Command> commands;
  for (const auto &add : {run_command, study_command, merge_command, explore_command, play_command,
                          check_command, mesh_command, motor_command, fit_command, tune_command, view_command,
                          report_command, compare_command, equalize_command})
    commands.push_back(add(app, arguments));
  commands.push_back(print_command(app, "schema", "print the JSON schema of the case file", json_schema));
  commands.push_back(
      print_command(app, "reference", "print the reference of the case file (Markdown)", reference_markdown));
  return commands;
}

int run_under_mpi(const Command &command, int argc, char **argv) {
  std::optional<MpiFolder> mpi_folder;
  const int prepared = guarded(MPI_COMM_NULL, [&] {
    mpi_folder.emplace();
    return 0;
  });
  if (prepared != 0)
    return prepared;
  dealii::deal_II_exceptions::suppress_stacktrace_in_exceptions();
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  return guarded(MPI_COMM_WORLD, command.action);
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("earshot: from the plug of an earphone to the eardrum, by finite elements");
  app.set_version_flag("--version", version);
  app.require_subcommand(1);
  Arguments arguments;
  const std::vector<Command> commands = add_commands(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const auto asked = std::find_if(commands.begin(), commands.end(),
                                  [](const Command &command) { return command.app->parsed(); });
  return asked->parallel ? run_under_mpi(*asked, argc, argv) : guarded(MPI_COMM_NULL, asked->action);
}
