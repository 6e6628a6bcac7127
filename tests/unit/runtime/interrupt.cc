#include "solver/runtime/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>

namespace earshot {
namespace {

TEST(Interrupt, IsSeenByEveryOneThatLives) {
  const Interrupt outer;
  EXPECT_FALSE(outer.requested(MPI_COMM_SELF));
  {
    const Interrupt inner;
    std::raise(SIGINT);
    EXPECT_TRUE(inner.requested(MPI_COMM_SELF));
  }
  EXPECT_TRUE(outer.requested(MPI_COMM_SELF)) << "the inner one's end doesn't forget the request";
  {
    const Interrupt inner;
    EXPECT_TRUE(inner.requested(MPI_COMM_SELF)) << "nor does another one's begin";
  }
}

TEST(Interrupt, OuterOneStillListensAfterAnInnerOne) {
  const Interrupt outer;
  { const Interrupt inner; }
  std::raise(SIGTERM); // would end the test
  EXPECT_TRUE(outer.requested(MPI_COMM_SELF));
}

TEST(Interrupt, IsForgottenWithTheLastOne) {
  {
    const Interrupt one;
    std::raise(SIGINT);
  }
  const Interrupt another;
  EXPECT_FALSE(another.requested(MPI_COMM_SELF));
}

} // namespace
} // namespace earshot
