import contextlib
import json


@contextlib.contextmanager
def dump_step(net, loss, optimizer, path='step.json'):
    """`with dump_step(net, loss, optimizer):` around one training step writes it to a file."""
    def settings(of):
        return {k: v for k, v in of.items() if k[0] != '_' and k not in ('training', 'params')
                and isinstance(v, (int, float, str, tuple))}
    def lists(tensors):
        return {k: getattr(v, 'tolist', lambda v=v: v)() for k, v in tensors if v is not None}
    def gradients():
        return lists((k, p.grad) for k, p in net.named_parameters())
    step, outputs, run = {'format': 'backprop-step', 'version': 1}, {}, optimizer.step
    step['layers'] = [{'type': type(m).__name__, 'name': k, **settings(vars(m)),
                       **({'bias': m.bias is not None} if hasattr(m, 'bias') else {})} for k, m in net.named_children()]
    step['loss'] = {'type': type(loss).__name__, **settings(vars(loss)), **lists(loss.state_dict().items())}
    step['optimizer'] = {'type': type(optimizer).__name__, **settings(optimizer.param_groups[0])}
    step['state'] = {k: lists(optimizer.state.get(p, {}).items()) for k, p in net.named_parameters()}
    step['weights'], old = lists(net.named_parameters()), gradients()
    hooks = [m.register_forward_hook(lambda m, i, o, k=k: outputs.update({k: o.tolist()})) for k, m in net.named_children()]
    hooks += [net.register_forward_hook(lambda m, i, o: step.update(inputs=i[0].tolist())),
              loss.register_forward_hook(lambda m, i, o: step.update(targets=i[1].tolist(), loss_value=o.item()))]
    optimizer.step = lambda *a, **b: (step.setdefault('gradients', gradients()), run(*a, **b))[1]
    yield  # your step runs here, as it is
    optimizer.step = run
    step.update({'old_gradients': old} if old else {}, outputs=list(outputs.values()), weights_after=lists(net.named_parameters()))
    step.setdefault('gradients', gradients())
    print(json.dumps(step), file=open(path, 'w'), flush=True)
    [hook.remove() for hook in hooks]
