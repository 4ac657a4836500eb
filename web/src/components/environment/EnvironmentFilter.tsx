/** Narrows a list to what is bound to a place or to anything below it (E33): a chip that opens one field per level. */
import { CloseOutlined, DownOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import styles from './Environment.module.css'
import { PlaceSelect, pathOf } from './PlaceSelect'
import { type Industry, useDefaultIndustry, usePlace } from './queries'

interface Props {
  /** The place's number, as the address keeps it; undefined: everything. */
  value: number | undefined
  onChange: (place: number | undefined) => void
}

export function EnvironmentFilter({ value, onChange }: Props) {
  const { t } = useTranslation('environment')
  const { pair } = useFormat()
  const industry = useDefaultIndustry()
  const { data: place } = usePlace(value)
  if (!industry?.levels.length) return null
  const shown = value !== undefined
  return (
    <span className={styles.filter}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        content={<Fields industry={industry} value={shown ? place : undefined} onChange={onChange} />}
      >
        <Button shape="round" size="small" className={shown ? styles.chosen : undefined}>
          {shown && place ? pair(t('short'), pathOf(place)) : t('short')} <DownOutlined aria-hidden />
        </Button>
      </Popover>
      {shown && (
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('picker.clear')}
          onClick={() => onChange(undefined)}
        />
      )}
    </span>
  )
}

interface FieldsProps {
  industry: Industry
  value: ReturnType<typeof usePlace>['data']
  onChange: Props['onChange']
}

function Fields({ industry, value, onChange }: FieldsProps) {
  const above = value ? [...value.ancestors, value] : []
  return (
    <div className={styles.fields}>
      {industry.levels.slice(0, above.length + 1).map((level, depth) => {
        const single = above[depth]
        return (
          <PlaceSelect
            key={`${level.id} ${above[depth - 1]?.id}`}
            label={level.name}
            industry={industry.id}
            parent={above[depth - 1]?.id}
            value={single ? [single.id] : []}
            known={above}
            onChange={(places) => onChange(places[0]?.id ?? above[depth - 1]?.id)}
          />
        )
      })}
    </div>
  )
}
