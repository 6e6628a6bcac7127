#include "solver/mesh/child_process.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace earshot {
namespace {

using Ending = ChildOutcome::Ending;

TEST(ChildProcess, HandsOverWhatItMade) {
  const std::string much(300000, 'x'); // more than a pipe holds
  const ChildOutcome outcome = in_child_process(60, [&] { return much; });
  EXPECT_EQ(outcome.ending, Ending::done);
  EXPECT_EQ(outcome.bytes, much);
}

TEST(ChildProcess, EndsAlone) {
  EXPECT_EQ(in_child_process(60, []() -> std::string { std::abort(); }).ending, Ending::crashed);
  EXPECT_EQ(in_child_process(60,
                             []() -> std::string {
                               raise(SIGSEGV);
                               return "";
                             })
                .ending,
            Ending::crashed);
  EXPECT_EQ(in_child_process(1,
                             []() -> std::string {
                               while (true)
                                 pause();
                             })
                .ending,
            Ending::too_long);
  const ChildOutcome thrown = in_child_process(60, []() -> std::string { throw std::runtime_error(""); });
  EXPECT_EQ(thrown.ending, Ending::done);
  EXPECT_TRUE(thrown.bytes.empty());
}

} // namespace
} // namespace earshot
