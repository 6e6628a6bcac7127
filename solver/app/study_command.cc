#include "solver/app/study_command.h"

#include "solver/app/run.h"
#include "solver/config/reader.h"
#include "solver/files/tables.h"
#include "solver/runtime/guard.h"
#include "solver/study/study_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace earshot {

namespace {

namespace fs = std::filesystem;

bool parse_whole(std::string_view text, int &number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

Case case_with_studies(const Options &options) {
  Case config = read_case(options.case_file, options.overrides);
  if (config.studies.empty())
    throw UserError({options.case_file, 0, 0, "study"}, "found none, expected a [[study]]");
  return config;
}

/// The folders that shards wrote, by their names.
std::vector<fs::path> shard_folders(const fs::path &directory) {
  std::vector<fs::path> folders;
  std::error_code none;
  for (const fs::directory_entry &entry : fs::directory_iterator(directory / "shards", none))
    if (entry.is_directory() && fs::exists(entry.path() / "study"))
      folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  if (folders.empty())
    throw UserError(
        {directory.string(), 0, 0, ""},
        "found no results of shards, expected the folder that earshot study --shard wrote to (-o)");
  return folders;
}

/// Neighbouring ranks, of one machine as far as may be, make a group. Those after the first one are quiet.
int run_groups(const Options &options, int groups, MPI_Comm communicator) {
  int rank = 0, ranks = 1;
  MPI_Comm_rank(communicator, &rank);
  MPI_Comm_size(communicator, &ranks);
  const int group = rank * groups / ranks;
  MPI_Comm members;
  MPI_Comm_split(communicator, group, rank, &members);
  Options own = options;
  own.shard = {group + 1, groups};
  own.quiet = options.quiet || group > 0;
  // A group that fails leaves the others at their work.
  int code = guarded(members, [&] { return run(own, members); });
  MPI_Comm_free(&members);
  MPI_Allreduce(MPI_IN_PLACE, &code, 1, MPI_INT, MPI_MAX, communicator);
  if (code == 0 && rank == 0)
    code = merge_shards(options);
  MPI_Bcast(&code, 1, MPI_INT, 0, communicator);
  return code;
}

} // namespace

Shard parse_shard(const std::string &text) {
  const std::size_t slash = text.find('/');
  Shard shard;
  if (slash == std::string::npos || !parse_whole(std::string_view(text).substr(0, slash), shard.number) ||
      !parse_whole(std::string_view(text).substr(slash + 1), shard.count) || shard.number < 1 ||
      shard.number > shard.count)
    throw UserError(
        {"", 0, 0, "--shard"},
        fmt::format("found \"{}\", expected a number and how many there are, such as \"2/4\"", text));
  return shard;
}

int run_studies_alone(Options options, int groups, MPI_Comm communicator) {
  check_studies(case_with_studies(options));
  options.only_studies = true;
  if (groups == 1)
    return run(options, communicator);
  int rank = 0, ranks = 1;
  MPI_Comm_rank(communicator, &rank);
  MPI_Comm_size(communicator, &ranks);
  if (groups > ranks)
    throw UserError({"", 0, 0, "--groups"},
                    fmt::format("found {} groups of {} processes, expected at most as many", groups, ranks));
  if (options.shard.count > 1)
    throw UserError({"", 0, 0, "--groups"}, "found groups beside --shard, expected one of them");
  return run_groups(options, groups, communicator);
}

int merge_shards(const Options &options) {
  const Case config = case_with_studies(options);
  const fs::path directory = options.results_directory();
  const std::vector<MergedStudy> merged = merge_studies(config, shard_folders(directory), directory);
  bool whole = true;
  for (const MergedStudy &study : merged) {
    fmt::print("{}: {} of {} designs\n", (directory / "study" / (study.name + ".csv")).string(), study.n_done,
               study.n_designs);
    for (const fs::path &stranger : study.strangers)
      fmt::print(stderr, "warning: {}: has nothing of the study {} of this case\n", stranger.string(),
                 study.name);
    whole = whole && study.n_done == study.n_designs;
  }
  if (!whole)
    fmt::print(stderr, "designs are missing: run their shards again with --resume, then merge again\n");
  return whole ? 0 : 1;
}

} // namespace earshot
