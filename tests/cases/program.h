#ifndef EARSHOT_TESTS_CASES_PROGRAM_H
#define EARSHOT_TESTS_CASES_PROGRAM_H

#include "solver/files/tables.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

extern char **environ;

namespace earshot::testing {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

inline const std::string cases = std::string(EARSHOT_SOURCE_DIR) + "/tests/cases/";
inline const std::string small_case = cases + "small.toml";

/// What a program that has ended leaves.
struct Outcome {
  int code; ///< exit code; 1000 + signal when one ended it
  std::string out, err;
};

/// A running program. It gets no variables of the test's own MPI, which would confuse its mpirun.
class Process {
public:
  Process(const Arguments &arguments, const fs::path &directory) : directory_(directory) {
    out_ = file("out"), err_ = file("err");
    pid_ = fork();
    if (pid_ != 0)
      return;
    std::freopen(out_.c_str(), "w", stdout);
    std::freopen(err_.c_str(), "w", stderr);
    if (chdir(directory.c_str()) != 0)
      _exit(126);
    std::vector<std::string> variables;
    for (char **variable = environ; *variable != nullptr; ++variable)
      if (is_passed_on(*variable))
        variables.push_back(*variable);
    execve(arguments.front().c_str(), pointers(arguments).data(), pointers(variables).data());
    _exit(127);
  }
  ~Process() {
    if (pid_ > 0)
      send(SIGKILL), wait();
  }
  Process(const Process &) = delete;
  Process &operator=(const Process &) = delete;

  void send(int signal) const { kill(pid_, signal); }
  std::string output_so_far() const { return read_text(out_); }

  /// Waits for the end, five minutes at most: a hang fails the test as signal 9.
  Outcome wait() {
    int status = 0;
    const auto start = std::chrono::steady_clock::now();
    while (waitpid(pid_, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() - start > std::chrono::minutes(5))
        send(SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    pid_ = -1;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), read_text(out_),
            read_text(err_)};
  }

private:
  static bool is_passed_on(const std::string &variable) {
    const auto starts = [&](const char *prefix) { return variable.rfind(prefix, 0) == 0; };
    return starts("OMPI_ALLOW") || starts("OMPI_MCA_btl_vader") ||
           !(starts("OMPI_") || starts("PMIX_") || starts("ORTE_") || starts("PRTE_"));
  }
  static std::vector<char *> pointers(const std::vector<std::string> &texts) {
    std::vector<char *> result;
    for (const std::string &text : texts)
      result.push_back(const_cast<char *>(text.c_str()));
    result.push_back(nullptr);
    return result;
  }
  fs::path file(const std::string &kind) const {
    static int number = 0;
    return directory_ / ("std" + kind + std::to_string(++number));
  }

  fs::path directory_, out_, err_;
  pid_t pid_ = -1;
};

/// The arguments of earshot as a command line. @param ranks 0: without mpirun
inline Arguments command(const Arguments &arguments, int ranks = 0) {
  Arguments all;
  if (ranks > 0)
    all = {EARSHOT_MPIRUN, "--oversubscribe", "-np", std::to_string(ranks)};
  all.emplace_back(EARSHOT_BINARY);
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

inline Outcome run_earshot(const Arguments &arguments, const fs::path &directory, int ranks = 0) {
  return Process(command(arguments, ranks), directory).wait();
}

inline void write_file(const fs::path &path, const std::string &text) {
  std::ofstream(path) << text;
}

/// `text` with the first `from` replaced by `to`; fails when there is none.
inline std::string replaced(std::string text, const std::string &from, const std::string &to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "no '" << from << "'";
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline int occurrences(const std::string &text, const std::string &part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

/// The lines of a table of text, each as fields by column.
inline std::vector<std::map<std::string, std::string>> read_rows(const fs::path &file) {
  std::istringstream lines(read_text(file));
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> header = split_at_commas(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(lines, line)) {
    const std::vector<std::string> fields = split_at_commas(line);
    EXPECT_EQ(fields.size(), header.size());
    rows.emplace_back();
    for (std::size_t k = 0; k < std::min(fields.size(), header.size()); ++k)
      rows.back()[header[k]] = fields[k];
  }
  return rows;
}

/// Every column of `expected`, found by its name in `actual`, within `tolerance` (absolute).
inline void expect_columns(const Table &actual, const Table &expected, double tolerance) {
  ASSERT_EQ(actual.rows.size(), expected.rows.size());
  for (const std::string &name : expected.columns) {
    const auto a = actual.column(name), e = expected.column(name);
    for (std::size_t i = 0; i < e.size(); ++i)
      EXPECT_NEAR(a[i], e[i], tolerance) << name << ", row " << i;
  }
}

} // namespace earshot::testing

#endif
