import { Avatar, Card, CardBody, Flex, Text } from '@backstage/ui';
import styles from './People.module.css';
import { Person } from './people';

/** A card for each person: who, in which role, and what they may do. */
export function People({
  people,
  onChoose,
}: {
  people: Person[];
  onChoose: (person: Person) => void;
}) {
  return (
    <Flex direction="column" gap="4">
      <Flex direction="column" gap="1">
        <Text as="h2" variant="title-small" weight="bold">
          Who do you want to be?
        </Text>
        <Text as="p" color="secondary">
          This is a demonstration on your own machine. Each person sees the
          portal with the permissions of their role.
        </Text>
      </Flex>
      <ul className={styles.people}>
        {people.map(person => (
          <li key={person.ref}>
            <Card
              className={styles.person}
              label={`Sign in as ${person.name}, ${person.title}`}
              onPress={() => onChoose(person)}
            >
              <CardBody>
                <Flex direction="column" gap="3">
                  <Flex align="center" gap="3">
                    <Avatar
                      src=""
                      name={person.name}
                      size="large"
                      purpose="decoration"
                    />
                    <Flex direction="column" gap="0">
                      <Text as="h3" variant="body-large" weight="bold">
                        {person.title}
                      </Text>
                      <Text color="secondary">{person.name}</Text>
                    </Flex>
                  </Flex>
                  <Text as="p">{person.may}</Text>
                </Flex>
              </CardBody>
            </Card>
          </li>
        ))}
      </ul>
    </Flex>
  );
}
