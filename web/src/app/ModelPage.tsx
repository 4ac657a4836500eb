/** One model: curves and parameters are drawn by monitoring, this page is where they meet. */
import type { Schemas } from '@/api/client'
import { ModelScreen } from '@/features/models'
import { Parameters, ProcessCurves } from '@/features/monitoring'

const parts = {
  curves: (processId: number) => <ProcessCurves processId={processId} />,
  parameters: ({ task, base_model, parameters }: Schemas['VersionDetail']) => (
    <Parameters task={task} baseModel={base_model} parameters={parameters} />
  ),
}

export const ModelPage = () => <ModelScreen parts={parts} />
