import contextlib, json, pathlib


@contextlib.contextmanager
def dump_step(net, loss, optimizer, path='step.json'):
    """Writes one training step down: put it inside `with dump_step(net, loss, optimizer):`."""
    def settings(of):
        return {k: v for k, v in of.items() if k[0] != '_' and k not in ('training', 'params')
                and isinstance(v, (int, float, str, tuple))}
    def lists(tensors):
        return {k: v.tolist() if hasattr(v, 'tolist') else v for k, v in tensors if v is not None}
    weights = lambda: lists(net.named_parameters())
    gradients = lambda: lists((k, p.grad) for k, p in net.named_parameters())
    step, outputs, run = {'format': 'backprop-step', 'version': 1}, {}, optimizer.step
    step['layers'] = [dict(settings(vars(m)), type=type(m).__name__, name=k) for k, m in net.named_children()]
    step['loss'] = dict(settings(vars(loss)), type=type(loss).__name__, **lists(loss.state_dict().items()))
    step['optimizer'] = dict(settings(optimizer.param_groups[0]), type=type(optimizer).__name__)
    step['state'] = {k: lists(optimizer.state.get(p, {}).items()) for k, p in net.named_parameters()}
    step['weights'], step['old_gradients'] = weights(), gradients()
    hooks = [m.register_forward_hook(lambda m, i, o, k=k: outputs.update({k: o.tolist()}))
             for k, m in net.named_children()]
    hooks += [net.register_forward_hook(lambda m, i, o: step.update(inputs=i[0].tolist())),
              loss.register_forward_hook(lambda m, i, o: step.update(targets=i[1].tolist(), loss_value=o.item()))]
    optimizer.step = lambda *a, **b: (step.setdefault('gradients', gradients()), run(*a, **b))[1]
    try:
        yield  # your step runs here, as it is
        done = {'gradients': gradients(), **step, 'outputs': list(outputs.values()), 'weights_after': weights()}
        pathlib.Path(path).write_text(json.dumps(done))
    finally:
        optimizer.step, _ = run, [hook.remove() for hook in hooks]
