// The worked example that is open: which of its moments the run is led to, and what its numbers are
// there.
#pragma once

#include <cstddef>
#include <cstdint>
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
  // Whether the run is the example's own, with nothing changed.
  bool is_own(const Session& session);
  // A moment's numbers with the engine's, made anew when the run has moved. Of the example's own
  // run they have a value from where a phase has computed them, and keep it while the run goes on;
  // of a changed run only while it stands in that step.
  std::span<const ComparedNumber> numbers(const Session& session, std::size_t moment);
  std::span<const ComparedNumber> numbers(const Session& session) {
    return numbers(session, moment_index());
  }
  // Whether all numbers of the moment are there and agree with what the source should say.
  bool all_agree(const Session& session);

  // At the start of its first moment's step; `keeps_run`: with the run that is there.
  void open(Session& session, const Example& example, bool keeps_run);
  void close() { open_ = false; }
  // Leads the example's own run to a moment of it, where all its numbers are computed.
  void go_to(Session& session, std::size_t moment);
  // Shows a number of the moment: the example's own run is led to the phase that computes it, if it
  // stands elsewhere.
  void show(Session& session, const ExampleNumber& number);
  // Shows in the microscope, and on the edges, what a number is of.
  void look_at(Session& session, const ExampleNumber& number);
  // Whether that is what is shown there.
  bool is_looked_at(const Session& session, const ExampleNumber& number) const;
  // Once a frame: a run that was on its way has arrived, and the card follows one that goes on.
  void update(Session& session);

 private:
  struct State;  // comes with the later part of the program
  State& state() const;
  void lead(Session& session, std::int64_t step, int phases);
  void follow(Session& session);
  std::span<const int> batch(const Session& session);

  std::shared_ptr<State> state_;
  bool open_ = false;
};

}  // namespace backprop
