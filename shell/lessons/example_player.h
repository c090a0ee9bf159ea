// The worked example that is open: which of its moments the run is led to, and what its numbers are
// there.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace backprop {

struct ComparedNumber;
struct Example;
struct ExampleMoment;
struct ExampleNumber;
class Session;

class ExamplePlayer {
 public:
  // The shelf; empty while its text is still on its way.
  const std::vector<Example>& shelf() const;
  Result<void> load(std::string_view text);
  // The shipped one of that name; the error names the nearest.
  Result<const Example*> find(std::string_view id) const;

  bool is_open() const { return open_; }
  // While one is open:
  const Example& example() const;
  std::size_t number() const;  // on the shelf, from 0; as many as there are for another
  std::size_t moment_index() const;
  const ExampleMoment& moment() const;
  // With the engine's numbers where the run stands at the moment, made anew when it has moved.
  std::span<const ComparedNumber> numbers(const Session& session);
  // Whether the run stands at the moment and every number agrees with what the source should say.
  bool all_agree(const Session& session);

  // At its first moment; `keeps_run`: with the run that is there.
  void open(Session& session, const Example& example, bool keeps_run);
  void close() { open_ = false; }
  // Leads the example's own run to a moment of it.
  void go_to(Session& session, std::size_t moment);
  // Shows in the microscope, and on the edges, what a number is of.
  void look_at(Session& session, const ExampleNumber& number);
  // Whether that is what is shown there.
  bool is_looked_at(const Session& session, const ExampleNumber& number) const;
  // Once a frame: a run that was on its way has arrived.
  void update(Session& session);

 private:
  struct State;  // comes with the later part of the program
  State& state() const;

  std::shared_ptr<State> state_;
  bool open_ = false;
};

}  // namespace backprop
