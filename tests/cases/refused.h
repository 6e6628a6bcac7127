#ifndef EARSHOT_TESTS_CASES_REFUSED_H
#define EARSHOT_TESTS_CASES_REFUSED_H

#include "tests/cases/program.h"

namespace earshot::testing {

inline const std::vector<std::string> results{"response.csv",   "impedance.csv", "power.csv",
                                              "checkpoint.csv", "summary.json",  "config.resolved.toml",
                                              "fields"};

/// Runs that must be refused.
class Refused : public ::testing::Test {
protected:
  void expect_no_results(const std::string &folder = "out") {
    for (const std::string &file : results)
      EXPECT_FALSE(fs::exists(directory.path / folder / file)) << file;
  }

  /// Runs a case that can't be used. @param parts of the message, which comes once
  void expect_refused(const Arguments &more, const std::vector<std::string> &parts,
                      const std::string &case_file = small_case, int ranks = 0) {
    Arguments arguments{"run", case_file, "-o", "out"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run_earshot(arguments, directory.path, ranks);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    for (const std::string &part : parts)
      EXPECT_NE(outcome.err.find(part), std::string::npos) << "'" << part << "' is not in\n" << outcome.err;
    EXPECT_EQ(occurrences(outcome.err, parts.back()), 1) << "said once:\n" << outcome.err;
    expect_no_results();
  }
  void expect_refused_value(const std::string &assignment, const std::vector<std::string> &parts) {
    SCOPED_TRACE(assignment);
    expect_refused({"--set", assignment}, parts);
  }

  std::string write_case(const std::string &text) {
    write_file(directory.path / "case.toml", text);
    return "case.toml";
  }
  /// The small case with a mesh file for its geometry.
  std::string case_with_mesh(const std::string &mesh) {
    write_file(directory.path / "air.msh", mesh);
    const std::string text = read_text(small_case);
    const std::size_t begin = text.find("[geometry.rear]"), end = text.find("[[surface]]");
    return write_case(
        replaced(text.substr(0, begin) + text.substr(end), "size = \"5 mm\"", "file = \"air.msh\""));
  }

  TemporaryDirectory directory;
};

} // namespace earshot::testing

#endif
